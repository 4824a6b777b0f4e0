import { baseStep, type Grid } from "@/lib/time/step";
import type { ProjectScope } from "../scope/capabilities";
import { selector } from "../stores/promql";

/** The label by which `aggr_over_time` tells its functions apart. Source: MetricsQL documentation. */
export const rollupLabel = "rollup";
/** Our own value of that label, for the error rate weighted by requests. */
export const weighted = "request_weighted";

/** Inner points that the store lets one subquery have (`-search.maxPointsSubqueryPerTimeseries`, less a margin). */
const maxSubqueryPoints = 90_000;

/**
 * All eleven series on a grid, in one query. Every read has an explicit window of one step, so that nothing is held
 * over a gap. At the finest step a point is one recorded sample; a wider one carries the mean, the worst and the count
 * of its samples, and the error rate weighted by requests, for a mean of ratios would be wrong.
 */
export function rangeQuestion(scope: ProjectScope, grid: Grid): string {
  const every = selector(scope, "every signal");
  if (grid.step === baseStep) return `avg_over_time(${every}[${baseStep}s])`;
  const span = grid.end - grid.start + grid.step;
  const inner = subqueryStep(span);
  return `union(${aggregates(every, grid.step)}, ${weightedErrorRate(scope, grid.step, inner)})`;
}

/**
 * The newest sample of each series (value and time) within `lookback` seconds before the time it is asked for; and,
 * where a wide step is still running, what it holds so far (`running` seconds).
 */
export function newestQuestion(scope: ProjectScope, lookback: number, running: number | undefined): string {
  const every = selector(scope, "every signal");
  const newest = `aggr_over_time(("last_over_time", "tlast_over_time"), ${every}[${lookback}s]) keep_metric_names`;
  if (running === undefined) return newest;
  return `union(${newest}, ${aggregates(every, running)}, ${weightedErrorRate(scope, running, baseStep)})`;
}

function aggregates(series: string, window: number): string {
  return `aggr_over_time(("avg_over_time", "max_over_time", "count_over_time"), ${series}[${window}s]) keep_metric_names`;
}

function weightedErrorRate(scope: ProjectScope, window: number, inner: number): string {
  const errorRate = `avg_over_time(${selector(scope, "error_rate")}[${inner}s])`;
  const requests = `avg_over_time(${selector(scope, "rps")}[${inner}s])`;
  const errors = `sum_over_time((${errorRate} * ${requests})[${window}s:${inner}s])`;
  const counted = `sum_over_time((${requests} if ${errorRate})[${window}s:${inner}s])`;
  return `label_set((${errors} / ${counted}), "__name__", "starform:service:error_rate", "${rollupLabel}", "${weighted}")`;
}

function subqueryStep(span: number): number {
  let step = baseStep;
  while (span / step > maxSubqueryPoints) step *= 2;
  return step;
}
