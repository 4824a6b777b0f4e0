import type { LogLine } from "./line";

/** Why lines are missing from a tail, each with what became of them. */
export type GapReason =
  /** More lines came in one tick than a tail carries: skipped, loadable from the list. */
  | "rate"
  /** The store did not answer for longer than the tail looks back. */
  | "outage"
  /** This viewer's connection was too slow. */
  | "slow";

/**
 * What a tail sends. Every row that the store makes visible within the hub's overlap is delivered once or counted in a
 * gap; `complete` says up to which ingestion instant that holds.
 */
export type TailEvent =
  | { readonly type: "lines"; readonly lines: readonly LogLine[]; readonly late: boolean }
  | {
      readonly type: "gap";
      readonly reason: GapReason;
      /** How many lines; null where the store could not be asked (an outage). */
      readonly count: number | null;
      /** Epoch milliseconds of ingestion between which they lie. */
      readonly from: number;
      readonly to: number;
    }
  | { readonly type: "complete"; readonly upTo: number }
  | { readonly type: "state"; readonly state: "live" | "reconnecting"; readonly since: number };
