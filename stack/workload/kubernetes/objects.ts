import { ports } from "../../layout";
import type { RegionId } from "../../world";
import { type Node, nodesOf } from "../model/nodes";
import { type Pod, phaseAt, runAt } from "../model/pods";

/** A Kubernetes object as the API server shows it, with what selectors may look at. */
export interface KubernetesObject {
  readonly apiVersion: "v1";
  readonly kind: "Pod" | "Node";
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    /** Epoch milliseconds of the object's last change: versions of this stand-in are times. */
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly unknown[];
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
}

/** RFC 3339 to the second, as Kubernetes writes instants. */
const instant = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

export function nodeObjects(region: RegionId, since: number): KubernetesObject[] {
  return nodesOf(region).map((node) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      uid: node.uid,
      resourceVersion: String(since),
      creationTimestamp: instant(since),
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": node.name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/region": region,
      },
      annotations: {},
    },
    spec: { podCIDR: `10.244.${node.index}.0/24` },
    status: nodeStatus(node, since),
  }));
}

function nodeStatus(node: Node, since: number) {
  return {
    capacity: { cpu: "8", memory: "16384256Ki", pods: "110" },
    conditions: [
      { type: "Ready", status: "True", reason: "KubeletReady", lastTransitionTime: instant(since) },
    ],
    addresses: [
      { type: "InternalIP", address: "127.0.0.1" },
      { type: "Hostname", address: node.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: ports.kubelet(node.region, node.index) } },
    nodeInfo: {
      architecture: "amd64",
      containerRuntimeVersion: node.runtime === "cri-o" ? "cri-o://1.33.2" : "containerd://2.1.4",
      kubeletVersion: "v1.33.4",
      operatingSystem: "linux",
      osImage: node.runtime === "cri-o" ? "Fedora CoreOS 42" : "Debian GNU/Linux 12 (bookworm)",
    },
  };
}

/** When a pod last changed, as of an instant: the newest of its own and its container's turns. */
function versionOf(pod: Pod, at: number): number {
  let version = pod.start;
  for (const turn of [pod.ready, ...pod.runs.flatMap((run) => [run.start, run.end])]) {
    if (turn <= at && turn > version) version = turn;
  }
  return version;
}

/** A pod as it stands at an instant within its life. */
export function podObject(pod: Pod, at: number): KubernetesObject {
  const run = runAt(pod, at);
  const ready = run !== undefined && pod.ready <= at;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      uid: pod.uid,
      resourceVersion: String(versionOf(pod, at)),
      creationTimestamp: instant(pod.start),
      labels: pod.labels,
      annotations: pod.attempt ? { "starform.io/commit": pod.attempt.commit } : {},
      ...ownerOf(pod),
    },
    spec: {
      nodeName: pod.nodeName,
      restartPolicy: pod.kind === "build" ? "Never" : "Always",
      containers: [
        {
          name: pod.container,
          image: pod.image,
          ports: containerPorts(pod),
          resources: { limits: { memory: String(pod.memoryLimitBytes) } },
        },
      ],
    },
    status: {
      phase: phaseAt(pod, at),
      hostIP: "127.0.0.1",
      // What is scraped listens on this machine; nobody connects to the others.
      podIP: scraped(pod) ? "127.0.0.1" : pod.ip,
      startTime: instant(pod.start),
      conditions: [
        { type: "PodScheduled", status: "True" },
        { type: "Initialized", status: "True" },
        { type: "ContainersReady", status: ready ? "True" : "False" },
        { type: "Ready", status: ready ? "True" : "False" },
      ],
      containerStatuses: [containerStatus(pod, at, ready)],
    },
  };
}

const scraped = (pod: Pod) => pod.kind === "gateway" || pod.kind === "kube-state-metrics";

function ownerOf(pod: Pod) {
  const hash = pod.labels["pod-template-hash"];
  if (!hash) return {};
  const name = `${pod.labels["app.kubernetes.io/name"] ?? pod.name}-${hash}`;
  return { ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name, controller: true }] };
}

function containerPorts(pod: Pod): { name: string; containerPort: number; protocol: "TCP" }[] {
  const tcp = (name: string, containerPort: number) => ({ name, containerPort, protocol: "TCP" as const });
  if (pod.kind === "gateway")
    return [tcp("http-80", 10_080), tcp("metrics", ports.gateway(pod.region, pod.index))];
  if (pod.kind === "kube-state-metrics") {
    return [tcp("http", ports.kubeStateMetrics(pod.region)), tcp("telemetry", 8081)];
  }
  return pod.placement?.service.kind === "web" && pod.kind === "service" ? [tcp("http", 8080)] : [];
}

function containerStatus(pod: Pod, at: number, ready: boolean) {
  const run = runAt(pod, at);
  const ended = pod.runs.filter((life) => life.exit && life.end <= at).at(-1);
  const terminated = ended?.exit && {
    terminated: {
      exitCode: ended.exit.exitCode,
      reason: ended.exit.reason,
      startedAt: instant(ended.start),
      finishedAt: instant(ended.end),
      containerID: `${scheme(pod)}://${ended.id}`,
    },
  };
  return {
    name: pod.container,
    image: pod.image,
    ready,
    restartCount: run?.restarts ?? ended?.restarts ?? 0,
    ...(run ? { containerID: `${scheme(pod)}://${run.id}` } : {}),
    state: run
      ? { running: { startedAt: instant(run.start) } }
      : pod.kind === "build" && terminated
        ? terminated
        : { waiting: { reason: ended ? "CrashLoopBackOff" : "ContainerCreating" } },
    lastState: pod.kind === "build" ? {} : (terminated ?? {}),
  };
}

const scheme = (pod: Pod) => nodesOf(pod.region)[pod.node === 0 ? 0 : 1].runtime;
