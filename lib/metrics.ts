import type { Signal } from "./signals";

/**
 * The answer of `metrics.service`, columnar: times are the grid's, so only values travel. A null is a gap. Values are
 * rounded to four significant digits, finer than any pixel.
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
   * Points whose step holds fewer samples than it should: a hole smaller than a step, by panel source. Index into the
   * points; absent where every step is whole.
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
