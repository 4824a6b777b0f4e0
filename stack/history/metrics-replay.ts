import { join } from "node:path";
import { execa } from "execa";
import { host, ports, repository } from "../layout";
import { findPrograms } from "../programs/victoria-metrics";
import type { RegionId } from "../world";

/** The rules' interval, and the grid that all recorded points are on. */
export const evaluationMs = 15_000;
/** vmalert's `-rule.evalDelay`: it evaluates the newest grid instant that is at least this old. */
const evaluationDelayMs = 4_000;

/** The instant that a vmalert which starts at `at` evaluates first, or one before the first. Epoch milliseconds. */
export const firstEvaluation = (at: number): number =>
  Math.floor((at - evaluationDelayMs) / evaluationMs) * evaluationMs;

/** A file of `pipeline/metrics/rules`, or all of them. */
export type RulesFile = "gateway.yml" | "containers.yml" | "sources.yml" | "*.yml";

export interface Replay {
  readonly region: RegionId;
  readonly rules: RulesFile;
  /** First and last grid instant, both included: epoch milliseconds, whole multiples of 15 s. */
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}

/**
 * Lets the region's own rules run over what its store holds. Instants that already have points get a second one: replay
 * only holes. Rejects with vmalert's words when it fails.
 */
export async function replayRules({ region, rules, from, to, signal }: Replay): Promise<void> {
  const { vmalert } = await findPrograms();
  // vmalert refuses a range without length; a second more holds no other grid instant.
  const end = to > from ? to : from + 1_000;
  const store = storeUrl(region);
  // What was written a moment ago is not yet seen by queries.
  await flush(store, signal);
  const { exitCode, all } = await execa(
    vmalert,
    [
      `-rule=${join(repository, "pipeline", "metrics", "rules", rules)}`,
      `-evaluationInterval=${evaluationMs / 1000}s`,
      `-datasource.url=${store}`,
      `-remoteWrite.url=${store}`,
      `-httpListenAddr=${host}:${ports.replay(region)}`,
      `-replay.timeFrom=${new Date(from).toISOString()}`,
      `-replay.timeTo=${new Date(end).toISOString()}`,
      "-replay.disableProgressBar",
      // No rule reads what another one records, so none has to wait for another's points.
      "-replay.rulesDelay=0",
      "-replay.maxDatapointsPerQuery=20000",
      "-loggerLevel=WARN",
    ],
    { all: true, reject: false, cancelSignal: signal },
  );
  signal.throwIfAborted();
  if (exitCode !== 0) throw new Error(`vmalert could not replay the rules of ${region}:\n${all}`);
  await flush(store, signal);
}

export const storeUrl = (region: RegionId) => `http://${host}:${ports.victoriaMetrics(region)}`;

async function flush(store: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${store}/internal/force_flush`, { signal });
  if (!response.ok) throw new Error(`${store} did not flush: HTTP ${response.status}`);
}
