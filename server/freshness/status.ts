import {
  freshnessState,
  type Pipe,
  type PipeStatus,
  pipes,
  type RegionStatus,
  type Thresholds,
} from "@/lib/freshness";
import { readingKey } from "./readings";
import type { RegionView } from "./region-poller";

const jobOf = { gateway: "envoy", containers: "cadvisor", identity: "kube-state-metrics" } as const;
const kindOf = { "runtime-logs": "runtime", "build-logs": "build" } as const;

/** One region as a page shows it: each pipe's newest instant, and the state that it means at `now`. */
export function regionStatus(
  region: { readonly id: string; readonly name: string },
  view: RegionView,
  now: number,
  thresholds: Thresholds,
  wanted: readonly Pipe[] = pipes,
): RegionStatus {
  return {
    region: region.id,
    name: region.name,
    pipes: wanted.map((pipe) => pipeStatus(pipe, view, now, thresholds)),
    metricsTrouble: view.metrics.trouble,
    logsTrouble: view.logs.trouble,
  };
}

function pipeStatus(pipe: Pipe, view: RegionView, now: number, thresholds: Thresholds): PipeStatus {
  const { newestAt, heartbeatAt, reachable } = reading(pipe, view);
  return {
    pipe,
    state: freshnessState({ newestAt, heartbeatAt, reachable }, now, thresholds),
    newestAt,
    heartbeatAt,
  };
}

function reading(pipe: Pipe, { metrics, logs }: RegionView) {
  if (pipe === "runtime-logs" || pipe === "build-logs") {
    const kind = logs.instants?.byKind[kindOf[pipe]];
    return {
      newestAt: kind?.newestAt ?? null,
      heartbeatAt: kind?.heartbeatAt ?? null,
      reachable: logs.trouble === null,
    };
  }
  return {
    newestAt: newestOf(pipe, metrics.instants?.newest ?? {}),
    heartbeatAt: null,
    reachable: metrics.trouble === null,
  };
}

function newestOf(
  pipe: Exclude<Pipe, "runtime-logs" | "build-logs">,
  newest: Readonly<Record<string, number>>,
): number | null {
  if (pipe === "rules") return newest[readingKey("", "evaluated")] ?? null;
  if (pipe !== "remote-write") return newest[readingKey(jobOf[pipe], "succeeded")] ?? null;
  const arrived = Object.values(jobOf).flatMap((job) => newest[readingKey(job, "arrived")] ?? []);
  return arrived.length > 0 ? Math.max(...arrived) : null;
}
