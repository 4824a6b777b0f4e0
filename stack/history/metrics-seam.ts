import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { RegionId } from "../world";
import { evaluationMs, firstEvaluation, type RulesFile, replayRules, storeUrl } from "./metrics-replay";

/** Each rules file is a group of its own, which vmalert begins at a moment of its own; and a series that tells of it. */
const groups = [
  ["gateway.yml", "starform:service:rps"],
  ["containers.yml", "starform:service:memory_bytes"],
  ["sources.yml", "starform:source:targets"],
] as const satisfies readonly (readonly [RulesFile, string])[];

const deadlineMs = 60_000;
const lookBackMs = 30 * 60_000;

export interface Seam {
  readonly region: RegionId;
  /** No earlier than the history's end and no later than vmalert's start. */
  readonly since: Date;
  readonly signal: AbortSignal;
}

/**
 * Replays the few instants between the history's last point and vmalert's first one, once that has come. Rejects when it
 * has not within a minute, or `signal` aborts. A store without history is left alone.
 */
export async function closeMetricsSeam({ region, since, signal }: Seam): Promise<void> {
  const liveFrom = firstEvaluation(since.getTime());
  for (const [rules, series] of groups) {
    const { last, first } = await ends(region, series, liveFrom, signal);
    const from = last + evaluationMs;
    const to = first - evaluationMs;
    if (from <= to) await replayRules({ region, rules, from, to, signal });
  }
}

/** The last recorded instant before `liveFrom` and the first one from it on, in epoch milliseconds. */
async function ends(region: RegionId, series: string, liveFrom: number, signal: AbortSignal) {
  const giveUp = Date.now() + deadlineMs;
  for (;;) {
    const instants = await recordedInstants(region, series, liveFrom - lookBackMs, signal);
    const first = instants.find((at) => at >= liveFrom);
    const last = instants.findLast((at) => at < liveFrom);
    if (first !== undefined) return { first, last: last ?? first };
    if (Date.now() > giveUp) throw new Error(`vmalert of ${region} has recorded no ${series} in a minute`);
    await sleep(1_000, undefined, { signal });
  }
}

const answer = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })) }),
});

async function recordedInstants(region: RegionId, series: string, from: number, signal: AbortSignal) {
  const url = new URL("/api/v1/query_range", storeUrl(region));
  url.search = new URLSearchParams({
    query: `count(last_over_time(${series}[1s]))`,
    start: String(from / 1000),
    end: String(Math.floor(Date.now() / evaluationMs) * (evaluationMs / 1000)),
    step: String(evaluationMs / 1000),
    latency_offset: "1ms",
    nocache: "1",
  }).toString();
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url.host} does not answer: HTTP ${response.status}`);
  const [row] = answer.parse(await response.json()).data.result;
  return (row?.values ?? []).map(([at]) => at * 1000);
}
