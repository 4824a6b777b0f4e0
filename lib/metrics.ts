import { type Signal, signals } from "./signals";

/**
 * What the seven panels draw, columnar: times are the grid's, so only values stand here. A null is a gap.
 */
export interface ServiceMetrics {
  readonly region: string;
  /** Seconds between points. */
  readonly step: number;
  /** Epoch seconds of the first point; the point i stands for (t − step, t] with t = start + i × step. */
  readonly start: number;
  readonly points: number;
  readonly series: { readonly [S in Signal]?: readonly (number | null)[] };
  /**
   * Points whose step holds fewer samples than it should: a hole smaller than a step. Index into the points; absent
   * where every step is whole.
   */
  readonly holes: { readonly [S in Signal]?: readonly number[] };
  /** The newest real sample at or before the range's end: its value and its own instant, epoch milliseconds. */
  readonly newest: { readonly [S in Signal]?: { readonly value: number; readonly at: number } };
  /** Epoch milliseconds at which the newest values were asked for: their age counts from here. */
  readonly asOf: number;
  /**
   * How many of the last points may still change (drawn dashed): their steps end after the newest sample, or still
   * run. 0 at the finest step, where a point is one recorded sample; seldom over 2.
   */
  readonly unfinished: number;
}

/**
 * A column as it travels: whole numbers × 10^exponent, each as its difference from the last value before it (from 0 for
 * the first). Digits of a double cost more to write and read than the store's query, and no pixel shows them.
 */
export interface PackedColumn {
  readonly exponent: number;
  readonly steps: readonly (number | null)[];
}

/** The answer of `metrics.service`. */
export interface PackedMetrics extends Omit<ServiceMetrics, "series"> {
  readonly series: { readonly [S in Signal]?: PackedColumn };
}

/** Digits that the column's largest value keeps. */
const digits = 5;

/**
 * Packs a column (NaN is a gap) to a hundred-thousandth of its largest value. What is not zero stays so: a zero is a
 * measurement of its own.
 */
export function packColumn(column: Float64Array): PackedColumn {
  let largest = 0;
  for (const value of column) if (Math.abs(value) > largest) largest = Math.abs(value);
  const exponent = largest === 0 ? 0 : Math.max(-300, Math.floor(Math.log10(largest)) + 1 - digits);
  const up = 10 ** Math.max(0, -exponent);
  const down = 10 ** Math.max(0, exponent);
  const steps = new Array<number | null>(column.length);
  let before = 0;
  for (let index = 0; index < column.length; index += 1) {
    const value = column[index] ?? Number.NaN;
    if (Number.isNaN(value)) {
      steps[index] = null;
      continue;
    }
    const whole = Math.round((value * up) / down) || Math.sign(value) || 0;
    steps[index] = whole - before;
    before = whole;
  }
  return { exponent, steps };
}

/** The column's values again; nulls where it has gaps. */
export function unpackColumn({ exponent, steps }: PackedColumn): (number | null)[] {
  const up = 10 ** Math.max(0, exponent);
  const down = 10 ** Math.max(0, -exponent);
  let whole = 0;
  return steps.map((step) => {
    if (step === null) return null;
    whole += step;
    return (whole * up) / down;
  });
}

export function unpackMetrics(packed: PackedMetrics): ServiceMetrics {
  const series: { [S in Signal]?: (number | null)[] } = {};
  for (const signal of signals) {
    const column = packed.series[signal];
    if (column) series[signal] = unpackColumn(column);
  }
  return { ...packed, series };
}
