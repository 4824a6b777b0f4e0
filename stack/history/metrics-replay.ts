import { join } from "node:path";
import { execa } from "execa";
import { host, ports, repository } from "../layout";
import { findPrograms } from "../programs/victoria-metrics";
import type { RegionId } from "../world";

/** The rules' interval, and the grid that all recorded points are on. */
export const evaluationMs = 15_000;

/**
 * Lets the region's own rules run over what its store holds, for every grid instant from `from` to `to`, both included
 * (epoch milliseconds, whole multiples of 15 s). Instants that already have points get a second one: replay only holes.
 */
export async function replayRules(
  region: RegionId,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<void> {
  const { vmalert } = await findPrograms();
  const store = storeUrl(region);
  // What was written a moment ago is not yet seen by queries.
  await flush(store, signal);
  const { exitCode, all } = await execa(
    vmalert,
    [
      `-rule=${join(repository, "pipeline", "metrics", "rules", "*.yml")}`,
      `-evaluationInterval=${evaluationMs / 1000}s`,
      `-datasource.url=${store}`,
      `-remoteWrite.url=${store}`,
      `-httpListenAddr=${host}:${ports.replay(region)}`,
      `-replay.timeFrom=${new Date(from).toISOString()}`,
      `-replay.timeTo=${new Date(to).toISOString()}`,
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
