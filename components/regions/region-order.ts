import { byWorst, type FreshnessState, type RegionStatus } from "@/lib/freshness";
import { summaryState } from "@/lib/freshness-summary";

/** A region in one state: the worst of its pipes where something is wrong. */
export const regionState = ({ pipes }: Pick<RegionStatus, "pipes">): FreshnessState =>
  summaryState(pipes.map(({ state }) => state));

/** Worst first, by name among equals, so that rows do not swap places for nothing. */
export const worstFirst = (regions: readonly RegionStatus[]): RegionStatus[] =>
  [...regions].sort((a, b) => byWorst(regionState(a), regionState(b)) || a.region.localeCompare(b.region));
