import type { RegionId } from "../../world";
import { uuid } from "./nodes";
import { type ContainerRun, type Pod, placed } from "./pods";
import { between, hex, keyOf, word } from "./random";
import { type Anchor, alignUp, hourMs, minuteMs } from "./time";

const MiB = 1024 * 1024;
const suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

interface SystemPod {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly memoryLimitBytes: number;
  /** One a node, instead of one a region. */
  readonly everyNode?: true;
}

/** Pods that no tenant owns: what every node also runs, and what the pipeline must not count. */
const systemPods: readonly SystemPod[] = [
  {
    namespace: "kube-system",
    name: "kube-proxy",
    container: "kube-proxy",
    image: "registry.k8s.io/kube-proxy:v1.33.4",
    labels: { "k8s-app": "kube-proxy" },
    memoryLimitBytes: 128 * MiB,
    everyNode: true,
  },
  {
    namespace: "kube-system",
    name: "coredns-674b8bbfcf",
    container: "coredns",
    image: "registry.k8s.io/coredns/coredns:v1.12.0",
    labels: { "k8s-app": "kube-dns" },
    memoryLimitBytes: 170 * MiB,
    everyNode: true,
  },
  {
    namespace: "stardeck-logs",
    name: "fluent-bit",
    container: "fluent-bit",
    image: "fluent/fluent-bit:4.0.7",
    labels: { "app.kubernetes.io/name": "fluent-bit" },
    memoryLimitBytes: 200 * MiB,
    everyNode: true,
  },
  {
    namespace: "envoy-gateway-system",
    name: "envoy-gateway-7d9c5b7f6d",
    container: "envoy-gateway",
    image: "envoyproxy/gateway:v1.7.1",
    labels: { "app.kubernetes.io/name": "gateway-helm", "control-plane": "envoy-gateway" },
    memoryLimitBytes: 1024 * MiB,
  },
];

/** A region's pods that live as long as the world: system pods and kube-state-metrics. */
export function systemPodsOf(anchor: Anchor, region: RegionId): Pod[] {
  const plain = systemPods.flatMap((spec) =>
    (spec.everyNode ? [0, 1] : [0]).map((index) =>
      lasting(anchor, region, index, { ...spec, name: `${spec.name}-${suffix(region, spec.name, index)}` }),
    ),
  );
  return [
    ...plain,
    lasting(
      anchor,
      region,
      1,
      {
        namespace: "monitoring",
        name: `kube-state-metrics-6c9f8d7b5-${suffix(region, "kube-state-metrics", 0)}`,
        container: "kube-state-metrics",
        image: "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.16.0",
        labels: { "app.kubernetes.io/name": "kube-state-metrics" },
        memoryLimitBytes: 256 * MiB,
      },
      "kube-state-metrics",
    ),
  ];
}

const suffix = (region: RegionId, name: string, index: number) =>
  word(5, suffixAlphabet, keyOf(`${region}/${name}`), index, 1);

function lasting(
  anchor: Anchor,
  region: RegionId,
  index: number,
  spec: SystemPod,
  kind: Pod["kind"] = "system",
  runs?: readonly ContainerRun[],
): Pod {
  const who = keyOf(`${anchor.seed}/${region}/${spec.name}`);
  return {
    kind,
    ...placed(region, index, who),
    namespace: spec.namespace,
    name: spec.name,
    uid: uuid(`${anchor.seed}/${region}/${spec.name}`, 0),
    index,
    labels: spec.labels,
    container: spec.container,
    image: spec.image,
    sandboxId: hex(64, who, 0, 6),
    start: anchor.origin,
    ready: anchor.origin,
    end: Number.POSITIVE_INFINITY,
    runs: runs ?? [
      { id: hex(64, who, 0, 7), restarts: 0, start: anchor.origin, end: Number.POSITIVE_INFINITY },
    ],
    memoryLimitBytes: spec.memoryLimitBytes,
    key: who,
  };
}

/** Minutes from the first start at which a gateway's process is replaced: the second one's in the history and early. */
const plannedRestarts: readonly (readonly number[])[] = [[], [-130, 7]];
const lives = new WeakMap<Anchor, Map<string, ContainerRun[]>>();

/**
 * A region's gateway pod (0 or 1), with every life of its Envoy until past `until`. A restart takes no time worth
 * telling, and falls on a slot's edge, so that no request is counted by half.
 */
export function gatewayPod(anchor: Anchor, region: RegionId, index: number, until: number): Pod {
  const name = `envoy-starform-edge-${suffix(region, "edge", 0)}-${suffix(region, "gateway", index)}`;
  const who = keyOf(`${anchor.seed}/${region}/${name}`);
  const worlds = lives.get(anchor) ?? new Map<string, ContainerRun[]>();
  lives.set(anchor, worlds);
  const runs = worlds.get(name) ?? [];
  worlds.set(name, runs);
  while ((runs.at(-1)?.end ?? 0) <= until) {
    const restarts = runs.length;
    const start = runs.at(-1)?.end ?? anchor.origin;
    const planned = plannedRestarts[index]?.[restarts];
    const end =
      planned === undefined
        ? start + (index === 0 ? 20 : 11) * hourMs * between(0.7, 1.3, who, restarts, 2)
        : anchor.firstStart + planned * minuteMs + between(0, 40_000, who, restarts, 2);
    runs.push({
      id: hex(64, who, restarts, 7),
      restarts,
      start,
      end: alignUp(end),
      exit: { reason: "Error", exitCode: 1 },
    });
  }
  const spec = {
    namespace: "envoy-gateway-system",
    name,
    container: "envoy",
    image: "envoyproxy/envoy:distroless-v1.35.3",
    labels: {
      "app.kubernetes.io/component": "proxy",
      "app.kubernetes.io/managed-by": "envoy-gateway",
      "app.kubernetes.io/name": "envoy",
      "gateway.envoyproxy.io/owning-gateway-name": "starform-edge",
      "gateway.envoyproxy.io/owning-gateway-namespace": "envoy-gateway-system",
    },
    memoryLimitBytes: 1024 * MiB,
  };
  return lasting(anchor, region, index, spec, "gateway", runs);
}
