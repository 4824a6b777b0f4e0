import type { RegionId } from "../../world";
import type { Model } from "../model/model";
import { type Node, nodesOf } from "../model/nodes";
import { type Pod, phaseAt, runAt } from "../model/pods";
import { lastRefresh, workingSetBytes } from "../model/resources";
import { Family, labels, render, type Wanted } from "./exposition";

const pauseImage = "registry.k8s.io/pause:3.10";
const pauseCores = 0.00002;
const pauseBytes = 585_728;

/** The node's own cgroups (cores, bytes) and interfaces (bytes per second): rows without a pod. */
const nodeCgroups = [
  ["/", 1.31, 5_100_000_000],
  ["/kubepods.slice", 1.12, 3_900_000_000],
  ["/kubepods.slice/kubepods-burstable.slice", 1.1, 3_700_000_000],
  ["/system.slice/kubelet.service", 0.06, 96_000_000],
] as const;
const nodeInterfaces = [
  ["eth0", 910_000],
  ["cni0", 640_000],
] as const;

type Runtime = Node["runtime"];

/**
 * `/metrics/cadvisor` of one node's kubelet (0 or 1) at an instant. Every row carries the time at which the kubelet last
 * looked at that cgroup. Besides the containers there are the rows that must not be counted: the root and slice
 * cgroups, one row a pod, and the pods' sandboxes, which also hold the network counters.
 */
export function cadvisorPage(
  model: Model,
  region: RegionId,
  index: number,
  at: number,
  wanted?: Wanted,
): string {
  const node = nodesOf(region)[index === 0 ? 0 : 1];
  const rows = new Rows();
  const pods = model.podsAt(region, at).filter((pod) => pod.node === index);
  for (const pod of pods) addPod(rows, model, pod, node.runtime, at);
  const looked = lastRefresh(`${node.name}/`, model.anchor.origin - 1000, at) ?? at;
  const age = (looked - model.anchor.origin) / 1000;
  for (const [id, cores, bytes] of nodeCgroups) {
    const own = labels({ container: "", id, image: "", name: "", namespace: "", pod: "" });
    rows.add(own, cores * age, bytes, model.anchor.origin, looked);
  }
  for (const [name, rate] of nodeInterfaces) {
    const own = { container: "", id: "/", image: "", interface: name, name: "", namespace: "", pod: "" };
    rows.network(labels(own), { rx: Math.floor(age * rate), tx: Math.floor(age * rate * 1.4) }, looked);
  }
  return render(rows.families(node.runtime), "go", wanted);
}

/** A pod's rows. Each holds what its cgroup had when the kubelet looked at it, not when it was asked. */
function addPod(rows: Rows, model: Model, pod: Pod, runtime: Runtime, at: number): void {
  const pieces = cgroups(pod, runtime);
  const run = runAt(pod, at);
  const looked = run && lastRefresh(run.id, run.start, at);
  if (run && looked !== undefined) {
    const own = labels(pieces.container(run.id));
    rows.add(own, model.cpuSeconds(pod, run, looked), workingSetBytes(pod, run, looked), run.start, looked);
    rows.limit.add(own, pod.memoryLimitBytes, looked);
  }
  // A completed pod's sandbox is gone; only its API object stays.
  if (pod.kind === "build" && phaseAt(pod, at) !== "Running") return;
  const podLooked = lastRefresh(pod.sandboxId, pod.start, at);
  if (podLooked === undefined) return;
  // The pod's own cgroup outlives its containers, so its counter goes on where theirs begin again.
  const lives = pod.runs.filter((life) => life.start < podLooked);
  const cpu = lives.reduce((sum, life) => sum + model.cpuSeconds(pod, life, podLooked), 0);
  const current = runAt(pod, podLooked);
  const memory = current ? workingSetBytes(pod, current, podLooked) : 0;
  const paused = ((podLooked - pod.start) / 1000) * pauseCores;
  rows.add(labels(pieces.sandbox), paused, pauseBytes, pod.start, podLooked);
  rows.add(labels(pieces.pod), cpu + paused, memory + pauseBytes, pod.start, podLooked);
  const network = labels({ ...pieces.sandbox, interface: "eth0" });
  rows.network(network, model.networkBytes(pod, podLooked), podLooked);
}

/** The cgroup of a pod and of its pieces, as each runtime names them in cAdvisor's labels. */
function cgroups(pod: Pod, runtime: Runtime) {
  const slice = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${pod.uid.replaceAll("-", "_")}.slice`;
  const scope = (id: string) => `${slice}/${runtime === "cri-o" ? "crio" : "cri-containerd"}-${id}.scope`;
  const whose = { namespace: pod.namespace, pod: pod.name };
  const crioName = (container: string, attempt: number) =>
    `k8s_${container}_${pod.name}_${pod.namespace}_${pod.uid}_${attempt}`;
  const named = (id: string, container: string, attempt: number) =>
    runtime === "cri-o" ? crioName(container, attempt) : id;
  return {
    pod: { container: "", id: slice, image: "", name: "", ...whose },
    sandbox: {
      container: runtime === "cri-o" ? "POD" : "",
      id: scope(pod.sandboxId),
      image: pauseImage,
      name: named(pod.sandboxId, "POD", 0),
      ...whose,
    },
    container: (id: string) => ({
      container: pod.container,
      id: scope(id),
      image: pod.image,
      name: named(id, pod.container, pod.runs.find((run) => run.id === id)?.restarts ?? 0),
      ...whose,
    }),
  };
}

class Rows {
  readonly cpu = new Family(
    "container_cpu_usage_seconds_total",
    "counter",
    "Cumulative cpu time consumed in seconds.",
  );
  readonly seen = new Family(
    "container_last_seen",
    "gauge",
    "Last time a container was seen by the exporter",
  );
  readonly usage = new Family(
    "container_memory_usage_bytes",
    "gauge",
    "Current memory usage in bytes, including all memory regardless of when it was accessed",
  );
  readonly workingSet = new Family(
    "container_memory_working_set_bytes",
    "gauge",
    "Current working set in bytes.",
  );
  readonly received = new Family(
    "container_network_receive_bytes_total",
    "counter",
    "Cumulative count of bytes received",
  );
  readonly sent = new Family(
    "container_network_transmit_bytes_total",
    "counter",
    "Cumulative count of bytes transmitted",
  );
  readonly limit = new Family(
    "container_spec_memory_limit_bytes",
    "gauge",
    "Memory limit for the container.",
  );
  readonly started = new Family(
    "container_start_time_seconds",
    "gauge",
    "Start time of the container since unix epoch in seconds.",
  );

  add(own: string, cpuSeconds: number, memoryBytes: number, start: number, looked: number): void {
    // kubelet adds one row a CPU only where it is told to; the total is always there.
    this.cpu.add(
      `${own.slice(0, own.indexOf(","))},cpu="total"${own.slice(own.indexOf(","))}`,
      cpuSeconds,
      looked,
    );
    this.seen.add(own, Math.floor(looked / 1000), looked);
    this.usage.add(own, Math.floor(memoryBytes * 1.18), looked);
    this.workingSet.add(own, memoryBytes, looked);
    this.started.add(own, Math.floor(start / 1000), looked);
  }

  network(own: string, bytes: { rx: number; tx: number }, looked: number): void {
    this.received.add(own, bytes.rx, looked);
    this.sent.add(own, bytes.tx, looked);
  }

  families(runtime: string): Family[] {
    const version = new Family(
      "cadvisor_version_info",
      "gauge",
      "A metric with a constant '1' value labeled by kernel version, OS version, docker version, cadvisor version & cadvisor revision.",
    );
    version.add(
      labels({
        cadvisorRevision: "",
        cadvisorVersion: "",
        dockerVersion: "",
        kernelVersion: "6.1.0-40-amd64",
        osVersion: runtime === "cri-o" ? "Fedora CoreOS 42" : "Debian GNU/Linux 12 (bookworm)",
      }),
      1,
    );
    const errors = new Family(
      "container_scrape_error",
      "gauge",
      "1 if there was an error while getting container metrics, 0 otherwise",
    );
    errors.add("", 0);
    return [
      version,
      this.cpu,
      this.seen,
      this.usage,
      this.workingSet,
      this.received,
      this.sent,
      errors,
      this.limit,
      this.started,
    ];
  }
}
