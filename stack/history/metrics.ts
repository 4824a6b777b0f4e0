import type { FillOptions } from "../first-start";
import { loadAnchor } from "../workload/anchor";
import type { RegionId } from "../world";
import { evaluationMs, firstEvaluation, replayRules, storeUrl } from "./metrics-replay";
import { type Target, targetsOf } from "./metrics-targets";

const scrapeMs = 15_000;
/** Raw samples before the first recorded point, so that its windows are full. */
const warmUpMs = 3 * 60_000;
/** As much as is held in memory and sent at once. */
const batchMs = 30 * 60_000;

/**
 * Fills a region's VictoriaMetrics with the samples that its vmagent would have scraped since `from`, then lets the
 * region's own rules run over them. The exporters' pages are functions of time, so the live counters go on where these end:
 * therefore it does not stop at `to` but at the present, to leave no hole before the first live scrape.
 * Rejects when the store refuses or `signal` aborts; what was written until then stays.
 */
export async function fillMetricsHistory(
  options: Pick<FillOptions, "region" | "from" | "to" | "onProgress" | "signal">,
): Promise<void> {
  const { region, signal, onProgress } = options;
  const firstPoint = Math.ceil(options.from.getTime() / evaluationMs) * evaluationMs;
  const targets = targetsOf(region, loadAnchor());
  const begin = firstPoint - warmUpMs;
  let written = begin;
  for (let end = options.to.getTime(); written < end; end = Math.max(end, Date.now())) {
    const until = Math.min(end, written + batchMs);
    await scrapeAll(targets, written, until, signal);
    await send(region, targets, signal);
    written = until;
    onProgress((0.95 * (written - begin)) / (end - begin));
    // The last rounds only fetch up with the time that the ones before took.
    if (end - written < 1_000) break;
  }
  // One instant short of what a vmalert that starts now may evaluate: no instant gets two points (metrics-seam.ts).
  const to = firstEvaluation(written) - evaluationMs;
  await replayRules({ region, rules: "*.yml", from: firstPoint, to, signal });
  onProgress(1);
}

/** Scrapes every target at its instants within [from, to). */
async function scrapeAll(targets: readonly Target[], from: number, to: number, signal: AbortSignal) {
  for (const target of targets) {
    let scraped = 0;
    const first = Math.ceil((from - target.offsetMs) / scrapeMs) * scrapeMs + target.offsetMs;
    for (let at = first; at < to; at += scrapeMs) {
      target.scrape(at);
      scraped += 1;
      // Others share this process: let them run now and then.
      if (scraped % 20 === 0) await new Promise(setImmediate);
      signal.throwIfAborted();
    }
  }
}

/** `/api/v1/import`: one JSON object a series and line. */
async function send(region: RegionId, targets: readonly Target[], signal: AbortSignal): Promise<void> {
  const lines: string[] = [];
  for (const target of targets) {
    for (const series of target.drain()) lines.push(`${JSON.stringify(series)}\n`);
  }
  if (lines.length === 0) return;
  const response = await fetch(`${storeUrl(region)}/api/v1/import`, {
    method: "POST",
    body: lines.join(""),
    signal,
  });
  if (!response.ok) {
    throw new Error(`${region}'s store refused history: HTTP ${response.status} ${await response.text()}`);
  }
}
