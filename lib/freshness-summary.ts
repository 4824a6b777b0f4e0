import { byWorst, type FreshnessState, type PipeStatus, type RegionStatus } from "./freshness";

const isLogPipe = ({ pipe }: PipeStatus) => pipe === "runtime-logs" || pipe === "build-logs";

/** Metrics or logs as a whole: what the bar says of several pipes in one word. */
export interface PathSummary {
  readonly path: "metrics" | "logs";
  readonly state: FreshnessState;
  /** Epoch milliseconds of the sample or line that the age counts from; null when there never was one. */
  readonly newestAt: number | null;
  /** What is wrong with the store, in words, and since when; null while it answers. */
  readonly trouble: { readonly reason: string; readonly since: number } | null;
}

const calm: ReadonlySet<FreshnessState> = new Set(["live", "idle", "silent"]);

/**
 * Several pipes in one state: the worst where something is wrong; live where any of them is, since a pipe that has
 * nothing to carry is no trouble.
 */
export function summaryState(states: readonly FreshnessState[]): FreshnessState {
  const worst = [...states].sort(byWorst)[0] ?? "silent";
  if (!calm.has(worst)) return worst;
  return states.includes("live") ? "live" : worst;
}

/**
 * A region's two paths. The age is that of the pipe furthest behind among those that decide the state, so that it never
 * promises more than every panel has.
 */
export function summaries(region: RegionStatus): readonly [PathSummary, PathSummary] {
  const metrics = region.pipes.filter((pipe) => !isLogPipe(pipe));
  const logs = region.pipes.filter(isLogPipe);
  return [
    { path: "metrics", ...oldest(metrics), trouble: region.metricsTrouble },
    { path: "logs", ...oldest(logs), trouble: region.logsTrouble },
  ];
}

function oldest(pipes: readonly PipeStatus[]): { state: FreshnessState; newestAt: number | null } {
  const state = summaryState(pipes.map((pipe) => pipe.state));
  const deciding = pipes.filter((pipe) => pipe.state === state).flatMap(({ newestAt }) => newestAt ?? []);
  return { state, newestAt: deciding.length > 0 ? Math.min(...deciding) : null };
}

/** The bar's words: `Live` when all is well, else what is wrong with which: `Metrics stale`, `Logs unreachable`. */
export function summaryWords(
  paths: readonly PathSummary[],
): readonly { state: FreshnessState; words: string }[] {
  const wrong = paths.filter(({ state }) => !calm.has(state));
  if (wrong.length === 0) {
    const state = summaryState(paths.map((path) => path.state));
    return [{ state, words: capital(state) }];
  }
  if (wrong.length === paths.length && new Set(wrong.map(({ state }) => state)).size === 1) {
    return wrong.slice(0, 1).map(({ state }) => ({ state, words: capital(state) }));
  }
  return wrong.map(({ path, state }) => ({ state, words: `${capital(path)} ${state}` }));
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
