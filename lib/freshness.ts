/** What a source's newest sample says about it. Thresholds come from the configuration. */
export const freshnessStates = ["live", "delayed", "stale", "idle", "silent", "unreachable"] as const;
export type FreshnessState = (typeof freshnessStates)[number];

/** The pipes of a region, in the order in which they are shown. */
export const pipes = [
  "gateway",
  "containers",
  "identity",
  "rules",
  "remote-write",
  "runtime-logs",
  "build-logs",
] as const;
export type Pipe = (typeof pipes)[number];

export const pipeTitle: Record<Pipe, string> = {
  gateway: "Gateway",
  containers: "Containers",
  identity: "Identity",
  rules: "Rules",
  "remote-write": "Remote write",
  "runtime-logs": "Runtime logs",
  "build-logs": "Build logs",
};

export interface Thresholds {
  /** Milliseconds of age after which a source is delayed. */
  readonly delayedAfter: number;
  /** Milliseconds of age after which a source is stale. */
  readonly staleAfter: number;
}

/** What is known of one pipe. Instants are epoch milliseconds and come from data, never from fetch times. */
export interface PipeReading {
  /** Newest real sample or line; null when there never was one. */
  readonly newestAt: number | null;
  /** Newest heartbeat of the shipper, where the pipe has one. */
  readonly heartbeatAt: number | null;
  /** Did the store answer the newest question? */
  readonly reachable: boolean;
}

/**
 * The decision, in one place: an unreachable store beats all; a pipe that never carried anything is silent; a quiet
 * pipe whose shipper's heart beats is idle, not stale.
 */
export function freshnessState(reading: PipeReading, now: number, thresholds: Thresholds): FreshnessState {
  if (!reading.reachable) return "unreachable";
  const heart = reading.heartbeatAt;
  const beats = heart !== null && now - heart <= thresholds.staleAfter;
  if (reading.newestAt === null) return beats ? "idle" : "silent";
  const age = now - reading.newestAt;
  if (age <= thresholds.delayedAfter) return "live";
  if (beats) return "idle";
  return age <= thresholds.staleAfter ? "delayed" : "stale";
}

const severity: Record<FreshnessState, number> = {
  unreachable: 5,
  stale: 4,
  delayed: 3,
  silent: 2,
  idle: 1,
  live: 0,
};

/** Orders states worst first. */
export const byWorst = (a: FreshnessState, b: FreshnessState): number => severity[b] - severity[a];

export const stateWord: Record<FreshnessState, string> = {
  live: "Live",
  delayed: "Delayed",
  stale: "Stale",
  idle: "Idle",
  silent: "Silent",
  unreachable: "Unreachable",
};

/** What stands for the age of a pipe of which no sample is known: an unreachable store may well have some. */
export const absentAge = (state: FreshnessState): string => (state === "unreachable" ? "not known" : "never");

/** One pipe of one region as a page shows it. */
export interface PipeStatus {
  readonly pipe: Pipe;
  readonly state: FreshnessState;
  /** Epoch milliseconds of the newest sample or line that was ever read; null when none was. */
  readonly newestAt: number | null;
  readonly heartbeatAt: number | null;
}

export interface RegionStatus {
  readonly region: string;
  readonly name: string;
  readonly pipes: readonly PipeStatus[];
  /** Why the metrics store did not answer, in words, and since when (epoch milliseconds). */
  readonly metricsTrouble: { readonly reason: string; readonly since: number } | null;
  readonly logsTrouble: { readonly reason: string; readonly since: number } | null;
}
