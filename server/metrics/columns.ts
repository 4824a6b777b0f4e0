import type { ServiceMetrics } from "@/lib/metrics";
import { aggregation, type Signal, seriesName, signals } from "@/lib/signals";
import { baseStep, type Grid } from "@/lib/time/step";
import type { RangeSeries } from "../stores/matrix";
import type { InstantSample } from "../stores/victoria-metrics";
import { rollupLabel, weighted } from "./questions";

/** A value a grid point; NaN where there is none. */
type Column = Float64Array;
const signalOf: ReadonlyMap<string, Signal> = new Map(signals.map((signal) => [seriesName(signal), signal]));

/** Which of a wide step's functions a signal is drawn by. */
function rollupOf(signal: Signal): string {
  if (aggregation[signal] === "max") return "max_over_time";
  return aggregation[signal] === "mean" ? "avg_over_time" : weighted;
}

/**
 * What one instant's values of two clusters make together: amounts add up; of percentiles and ratios, which don't, the
 * worse cluster's stands. A service has a row a cluster, seldom more than one at an instant.
 */
const worse: ReadonlySet<Signal> = new Set([
  "latency_p50_ms",
  "latency_p95_ms",
  "latency_p99_ms",
  "error_rate",
]);
const together = (signal: Signal, one: number, other: number): number =>
  worse.has(signal) ? Math.max(one, other) : one + other;

/** The store's rows as columns on the grid, the clusters of the region taken together. */
export function toColumns(rows: readonly RangeSeries[]) {
  const series: Partial<Record<Signal, Column>> = {};
  const counts: Partial<Record<Signal, Column>> = {};
  for (const { labels, values } of rows) {
    const signal = signalOf.get(labels.__name__ ?? "");
    if (!signal) continue;
    const rollup = labels[rollupLabel];
    const target =
      rollup === undefined || rollup === rollupOf(signal)
        ? series
        : rollup === "count_over_time"
          ? counts
          : undefined;
    if (!target) continue;
    const known = target[signal];
    if (known) {
      addTo(known, values, (one, other) =>
        target === counts ? Math.max(one, other) : together(signal, one, other),
      );
    } else target[signal] = values;
  }
  return { series, counts };
}

function addTo(column: Column, values: Column, combine: (one: number, other: number) => number): void {
  for (const [index, value] of values.entries()) {
    const known = column[index] ?? Number.NaN;
    column[index] = Number.isNaN(known) ? value : Number.isNaN(value) ? known : combine(known, value);
  }
}

/** Points whose steps miss samples although they have some: holes smaller than a step. */
export function holesOf(
  counts: Partial<Record<Signal, Column>>,
  grid: Grid,
  before: number,
): ServiceMetrics["holes"] {
  const expected = grid.step / baseStep;
  const holes: { [S in Signal]?: number[] } = {};
  for (const signal of signals) {
    const column = counts[signal];
    if (!column) continue;
    const found = [...column].flatMap((count, index) =>
      count < expected && (grid.start + index * grid.step) * 1000 <= before ? [index] : [],
    );
    if (found.length > 0) holes[signal] = found;
  }
  return holes;
}

/** Each column's last value and its point's instant: at the finest step the newest recorded sample itself. */
export function newestOfColumns(
  series: Partial<Record<Signal, Column>>,
  grid: Grid,
): ServiceMetrics["newest"] {
  const newest: { [S in Signal]?: { value: number; at: number } } = {};
  for (const signal of signals) {
    const column = series[signal];
    const index = column?.findLastIndex((value) => !Number.isNaN(value)) ?? -1;
    const value = column?.[index];
    if (value !== undefined) newest[signal] = { value, at: (grid.start + index * grid.step) * 1000 };
  }
  return newest;
}

/** The newest value of each signal with its own instant, and what the running step holds so far. */
export function readNewest(samples: readonly InstantSample[]) {
  const newest: { [S in Signal]?: { value: number; at: number } } = {};
  const running: { [S in Signal]?: number } = {};
  const times = new Map<string, number>();
  for (const { labels, value } of samples) {
    if (labels[rollupLabel] === "tlast_over_time") times.set(identity(labels), value * 1000);
  }
  for (const { labels, value } of samples) {
    const signal = signalOf.get(labels.__name__ ?? "");
    if (!signal || !Number.isFinite(value)) continue;
    const at = times.get(identity(labels));
    const known = newest[signal];
    if (labels[rollupLabel] === "last_over_time") {
      if (at === undefined || (known && known.at > at)) continue;
      const rest = known?.at === at ? known.value : undefined;
      newest[signal] = { value: rest === undefined ? value : together(signal, rest, value), at };
    } else if (labels[rollupLabel] === rollupOf(signal)) {
      const rest = running[signal];
      running[signal] = rest === undefined ? value : together(signal, rest, value);
    }
  }
  return { newest, running };
}

/** A series' identity without the label that tells the functions apart. */
function identity(labels: Readonly<Record<string, string>>): string {
  const { [rollupLabel]: _function, ...rest } = labels;
  return JSON.stringify(Object.entries(rest).sort());
}
