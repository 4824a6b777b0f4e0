import type { ContainerRun, Pod } from "./pods";
import { profileOf } from "./profiles";
import { between, keyOf, smooth } from "./random";
import { hourMs, minuteMs, slotMs, slotStart } from "./time";
import { activity } from "./traffic";

const MiB = 1024 * 1024;

/** CPU seconds that a pod's container uses in a whole slot. */
export function cpuSecondsInSlot(seed: string, pod: Pod, run: ContainerRun, slot: number): number {
  return (slotMs / 1000) * cores(seed, pod, run, slot);
}

function cores(seed: string, pod: Pod, run: ContainerRun, slot: number): number {
  const wobble = 1 + 0.08 * smooth(pod.key, slot / 4, 1) + 0.04 * smooth(pod.key, slot, 2);
  // Starting costs: caches, connections, compilers.
  const age = slotStart(slot + 1) - run.start;
  const warmUp =
    run.start > pod.start + 60_000 || pod.kind === "service" ? Math.max(0, 0.35 - age / 90_000) : 0;
  if (pod.kind === "build") return 0.9 * wobble;
  const { placement } = pod;
  if (!placement) return (pod.kind === "gateway" ? 0.16 : between(0.003, 0.02, pod.key, 0, 3)) * wobble;
  const profile = profileOf(placement);
  const busy = activity(seed, placement, profile, slot);
  const idle = profile.rps === 0 ? profile.idleCores * (0.4 + 0.6 * busy) : profile.idleCores;
  const work = (profile.rps * busy * share(pod) * profile.cpuMsPerRequest) / 1000;
  return (idle + work) * wobble + warmUp;
}

/** Bytes that a pod's interface receives and sends in a whole slot. */
export function networkBytesInSlot(seed: string, pod: Pod, slot: number): { rx: number; tx: number } {
  const seconds = slotMs / 1000;
  const wobble = 1 + 0.05 * smooth(pod.key, slot / 3, 4);
  // Probes, name lookups, heartbeats.
  const chatter = { rx: 420 * seconds * wobble, tx: 380 * seconds * wobble };
  const { placement } = pod;
  if (pod.kind === "build") return { rx: 2.1 * MiB * seconds * wobble, tx: 0.4 * MiB * seconds * wobble };
  if (!placement) {
    const scale = pod.kind === "gateway" ? 2400 : 4;
    return { rx: chatter.rx * scale, tx: chatter.tx * scale };
  }
  const profile = profileOf(placement);
  const busy = activity(seed, placement, profile, slot);
  if (profile.rps === 0) {
    return { rx: chatter.rx + 2_600 * seconds * busy, tx: chatter.tx + 9_400 * seconds * busy };
  }
  const requests = profile.rps * busy * share(pod) * seconds;
  return {
    rx: chatter.rx + requests * profile.requestBytes * 1.06 * wobble,
    tx: chatter.tx + requests * profile.responseBytes * 1.05 * wobble,
  };
}

/** A replica's share of its service's work: not all quite equal. */
function share(pod: Pod): number {
  const replicas = pod.placement?.service.replicas ?? 1;
  return (1 + (replicas > 1 ? 0.06 * smooth(pod.key, 0.37, 5) : 0)) / replicas;
}

/** Working set of a pod's container at an instant, in bytes. Whole pages. */
export function workingSetBytes(pod: Pod, run: ContainerRun, at: number): number {
  const age = at - run.start;
  const breath = 1 + 0.015 * smooth(pod.key, at / 40_000, 6);
  const { placement } = pod;
  if (!placement || pod.kind === "build") {
    const level =
      pod.kind === "build" ? 640 * MiB * Math.min(1, 0.3 + age / 80_000) : pod.memoryLimitBytes * 0.28;
    return pages(level * breath);
  }
  const profile = profileOf(placement);
  const warm = 0.72 + 0.28 * (1 - Math.exp(-age / (12 * minuteMs)));
  const level = profile.memoryBytes * warm * breath;
  if (profile.restarts?.reason !== "OOMKilled") return pages(level);
  // A leak: it reaches the limit just when the kernel ends the container.
  const whole = run.exit ? run.end - run.start : profile.restarts.everyHours * 1.6 * hourMs;
  const leaked = (profile.memoryLimitBytes - profile.memoryBytes) * Math.min(1, age / whole);
  return pages(Math.min(profile.memoryLimitBytes, level + leaked));
}

const pages = (bytes: number) => Math.floor(bytes / 4096) * 4096;

const refreshMs = 14_000;

/**
 * When the kubelet last looked at a cgroup, as of `at`: every 8 to 20 s, each cgroup for itself, and once right after
 * it began. Undefined where it has not looked yet.
 */
export function lastRefresh(cgroup: string, since: number, at: number): number | undefined {
  const first = since + 250;
  if (at < first) return undefined;
  const who = keyOf(cgroup);
  const tick = Math.floor(at / refreshMs);
  const time = (number: number) => number * refreshMs + Math.floor(between(0, 6_000, who, number, 1));
  const latest = time(tick) <= at ? time(tick) : time(tick - 1);
  return Math.max(first, latest);
}
