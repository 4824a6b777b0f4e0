import type { Placement, RegionId } from "../../world";
import { type Attempt, rolloutStepMs } from "./deployments";
import { nodesOf, uuid } from "./nodes";
import { namespaceOf, placementKey, profileOf } from "./profiles";
import { between, hex, keyOf, word } from "./random";
import type { Anchor } from "./time";

/** One life of a container. A restart ends one and begins the next, under a new id, with its counters at zero. */
export interface ContainerRun {
  /** 64 hexadecimal characters. */
  readonly id: string;
  /** How many lives came before: the `<n>.log` of its log file. */
  readonly restarts: number;
  readonly start: number;
  readonly end: number;
  /** Why it ended, where it ended before its pod did. */
  readonly exit?: { readonly reason: "Completed" | "Error" | "OOMKilled"; readonly exitCode: number };
}

/** A pod with one container besides its sandbox. Instants are epoch milliseconds, `end` exclusive. */
export interface Pod {
  readonly kind: "service" | "build" | "system" | "gateway" | "kube-state-metrics";
  readonly region: RegionId;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Index of its node, and its own number among its siblings. */
  readonly node: number;
  readonly index: number;
  readonly nodeName: string;
  readonly ip: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly container: string;
  readonly image: string;
  readonly sandboxId: string;
  readonly start: number;
  readonly ready: number;
  readonly end: number;
  /** Its container's lives, oldest first. */
  readonly runs: readonly ContainerRun[];
  readonly memoryLimitBytes: number;
  readonly key: number;
  readonly placement?: Placement;
  readonly attempt?: Attempt;
}

/** The life that a pod's container lives at an instant; none before its first and between two. */
export function runAt(pod: Pod, at: number): ContainerRun | undefined {
  return pod.runs.find((run) => run.start <= at && at < run.end);
}

/** A pod's phase at an instant of its life, as the API server and kube-state-metrics say it. */
export function phaseAt(pod: Pod, at: number): "Pending" | "Running" | "Succeeded" | "Failed" {
  const [first] = pod.runs;
  if (!first || at < first.start) return "Pending";
  if (pod.kind !== "build" || at < first.end) return "Running";
  return first.exit?.exitCode === 0 ? "Succeeded" : "Failed";
}

const suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** What a deployment's pods are named after. */
const replicaSet = (attempt: Attempt) => word(10, suffixAlphabet, keyOf(attempt.deploymentId), 0, 1);

/** The pods of one successful attempt; `next` is the successful attempt that takes its place. */
export function podsOfAttempt(anchor: Anchor, attempt: Attempt, next: Attempt): Pod[] {
  const { placement, rollout } = attempt;
  if (!rollout) return [];
  const profile = profileOf(placement);
  const nextStart = next.rollout?.start ?? Number.POSITIVE_INFINITY;
  return Array.from({ length: placement.service.replicas }, (_, index) => {
    const stem = profile.stateful
      ? `${placement.service.slug}-${index}`
      : `${placement.service.slug}-${replicaSet(attempt)}-${word(5, suffixAlphabet, keyOf(attempt.deploymentId), index, 2)}`;
    const who = keyOf(`${anchor.seed}/${placementKey(placement)}/${attempt.deploymentId}/${index}`);
    const first = attempt.index === 0;
    const start = first
      ? rollout.start
      : rollout.start + index * rolloutStepMs + Math.round(between(200, 3_000, who, 0, 3));
    const ready = first ? start : start + Math.round(between(4_000, 9_000, who, 0, 4));
    // A Deployment's old pod goes when its new one is ready; a StatefulSet's goes first, since it has the name.
    const end = profile.stateful
      ? nextStart - 2_500
      : nextStart + index * rolloutStepMs + 13_000 + Math.round(between(0, 2_000, who, 0, 5));
    return {
      kind: "service",
      ...placed(placement.region, index + (keyOf(placementKey(placement)) % 2), who),
      namespace: namespaceOf(placement),
      name: stem,
      uid: uuid(`${anchor.seed}/${attempt.deploymentId}/${index}`, 0),
      index,
      labels: {
        "app.kubernetes.io/name": placement.service.slug,
        "pod-template-hash": replicaSet(attempt),
        ...starformLabels(placement, "shuttle", attempt.deploymentId, "runtime"),
      },
      container: profile.container,
      image: `registry.starform.test/${placement.project.slug}/${placement.service.slug}:${attempt.commit.slice(0, 12)}`,
      sandboxId: hex(64, who, 0, 6),
      start,
      ready,
      end,
      runs: livesOf(who, start, end, profile.restarts),
      memoryLimitBytes: profile.memoryLimitBytes,
      key: who,
      placement,
      attempt,
    } satisfies Pod;
  });
}

/** A finished build's pod stays for half an hour, as Jobs' pods do: its labels outlive its log's last line. */
export const finishedPodMs = 1_800_000;

/**
 * The pod that builds an attempt. It is labelled with its service, for its log, but not as managed by `shuttle`: what
 * a build burns is not what the service uses.
 */
export function buildPod(anchor: Anchor, attempt: Attempt): Pod {
  const { placement } = attempt;
  const who = keyOf(`${anchor.seed}/${attempt.buildId}`);
  const start = attempt.buildStart;
  return {
    kind: "build",
    ...placed(placement.region, who % 2, who),
    namespace: namespaceOf(placement),
    name: `build-${placement.service.slug}-${word(5, suffixAlphabet, who, 0, 1)}`,
    uid: uuid(attempt.buildId, 1),
    index: 0,
    labels: starformLabels(placement, "shuttle-build", attempt.deploymentId, "build"),
    container: "build",
    image: "registry.starform.test/platform/builder:2.14.0",
    sandboxId: hex(64, who, 0, 6),
    start,
    ready: start + 800,
    end: attempt.buildEnd + finishedPodMs,
    runs: [
      {
        id: hex(64, who, 0, 7),
        restarts: 0,
        start: start + 700,
        end: attempt.buildEnd,
        exit: attempt.failed ? { reason: "Error", exitCode: 1 } : { reason: "Completed", exitCode: 0 },
      },
    ],
    memoryLimitBytes: 2 * 1024 ** 3,
    key: who,
    placement,
    attempt,
  };
}

function starformLabels(placement: Placement, managedBy: string, deploymentId: string, logKind: string) {
  return {
    "starform.io/project-id": placement.project.id,
    "starform.io/environment": placement.environment.slug,
    "starform.io/service-id": placement.service.id,
    "starform.io/managed-by": managedBy,
    "starform.io/deployment-id": deploymentId,
    "starform.io/log-kind": logKind,
  };
}

export function placed(region: RegionId, node: number, who: number) {
  const at = nodesOf(region)[node % 2 === 0 ? 0 : 1];
  return {
    region,
    node: at.index,
    nodeName: at.name,
    ip: `10.244.${at.index}.${10 + (who % 230)}`,
  };
}

/** Lives of one container between `start` and `end`; the kubelet starts the next one or two seconds after an exit. */
function livesOf(
  who: number,
  start: number,
  end: number,
  restarts: { everyHours: number; reason: "Error" | "OOMKilled" } | undefined,
): ContainerRun[] {
  const runs: ContainerRun[] = [];
  let from = start + 900;
  for (let number = 0; ; number += 1) {
    const id = hex(64, who, number, 7);
    const life = restarts
      ? Math.round(restarts.everyHours * 3_600_000 * between(0.5, 1.5, who, number, 8))
      : Number.POSITIVE_INFINITY;
    if (!restarts || from + life > end - 60_000) {
      runs.push({ id, restarts: number, start: from, end });
      return runs;
    }
    const exitCode = restarts.reason === "OOMKilled" ? 137 : 1;
    runs.push({
      id,
      restarts: number,
      start: from,
      end: from + life,
      exit: { reason: restarts.reason, exitCode },
    });
    from += life + Math.round(between(1_100, 2_400, who, number, 9));
  }
}
