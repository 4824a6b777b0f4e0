import { type PackedColumn, type PackedMetrics, packColumn } from "@/lib/metrics";
import { type Signal, signals } from "@/lib/signals";
import type { TimeRange } from "@/lib/time/range";
import { baseStep, type Grid, gridOf } from "@/lib/time/step";
import type { ProjectScope } from "../scope/capabilities";
import type { Asking } from "../stores/asking";
import type { RangeSeries } from "../stores/matrix";
import { queryInstant, queryRange } from "../stores/victoria-metrics";
import { holesOf, newestOfColumns, readNewest, toColumns } from "./columns";
import { newestQuestion, rangeQuestion } from "./questions";

/** How far back the newest sample is looked for: what is older is "no data for a day", in words. Seconds. */
const newestLookback = 86_400;

/**
 * What the seven panels draw: one range query, and at most one instant query for the newest values.
 * `width` is a panel's, in pixels; `now` epoch milliseconds. Throws StoreError.
 */
export async function serviceMetrics(
  scope: ProjectScope,
  question: Asking & { readonly range: TimeRange; readonly width: number; readonly now: number },
): Promise<PackedMetrics> {
  const { range, width, now, ...asking } = question;
  const asOf = Math.min(range.to, now);
  const grid = gridOf({ from: range.from, to: asOf }, width);
  const rangeAnswer = queryRange(scope, rangeQuestion(scope, grid), grid, asking);
  return grid.step === baseStep
    ? finestAnswer(scope, grid, asOf, asking, await rangeAnswer)
    : wideAnswer(scope, grid, asOf, asking, rangeAnswer);
}

/** At the finest step a point is a recorded sample, so the newest is in the answer; only absent series are asked for. */
async function finestAnswer(
  scope: ProjectScope,
  grid: Grid,
  asOf: number,
  asking: Asking,
  rows: readonly RangeSeries[],
): Promise<PackedMetrics> {
  const { series } = toColumns(rows);
  const drawn = newestOfColumns(series, grid);
  const absent = signals.some((signal) => drawn[signal] === undefined);
  const older = absent
    ? readNewest(await queryInstant(scope, newestQuestion(scope, newestLookback, undefined), asOf, asking))
        .newest
    : {};
  return {
    region: scope.region,
    step: grid.step,
    start: grid.start,
    points: grid.points,
    series: packed(series),
    holes: {},
    newest: { ...older, ...drawn },
    asOf,
    unfinished: 0,
  };
}

async function wideAnswer(
  scope: ProjectScope,
  grid: Grid,
  asOf: number,
  asking: Asking,
  rangeAnswer: Promise<readonly RangeSeries[]>,
): Promise<PackedMetrics> {
  // The store repeats the newest value for a step beyond now, so the step that still runs is asked for apart.
  const seconds = Math.floor(asOf / 1000) - grid.end;
  const runs = seconds >= baseStep ? seconds : undefined;
  const [rows, samples] = await Promise.all([
    rangeAnswer,
    queryInstant(scope, newestQuestion(scope, newestLookback, runs), asOf, asking),
  ]);
  const { series, counts } = toColumns(rows);
  const { newest, running } = readNewest(samples);
  const newestAt = Math.max(0, ...Object.values(newest).map(({ at }) => at));
  if (runs !== undefined) {
    for (const signal of signals) {
      const value = running[signal];
      const column = series[signal];
      if (value === undefined && !column) continue;
      const longer = new Float64Array(grid.points + 1).fill(Number.NaN);
      if (column) longer.set(column);
      longer[grid.points] = value ?? Number.NaN;
      series[signal] = longer;
    }
  }
  const points = grid.points + (runs === undefined ? 0 : 1);
  return {
    region: scope.region,
    step: grid.step,
    start: grid.start,
    points,
    series: packed(series),
    holes: holesOf(counts, grid, newestAt),
    newest,
    asOf,
    unfinished: unfinishedPoints(grid.start, grid.step, points, newestAt, asOf),
  };
}

function packed(series: { readonly [S in Signal]?: Float64Array }): PackedMetrics["series"] {
  const columns: { [S in Signal]?: PackedColumn } = {};
  for (const signal of signals) {
    const column = series[signal];
    if (column) columns[signal] = packColumn(column);
  }
  return columns;
}

/** Points whose steps end after the newest sample, where that is recent enough for more to come. */
function unfinishedPoints(
  start: number,
  step: number,
  points: number,
  newestAt: number,
  asOf: number,
): number {
  if (asOf - newestAt > 120_000) return 0;
  const finished = Math.floor((newestAt / 1000 - start) / step) + 1;
  return Math.max(0, points - Math.max(0, finished));
}
