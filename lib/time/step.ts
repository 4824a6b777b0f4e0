import type { TimeRange } from "./range";

/** The interval of scrapes and of rule evaluation: the finest step there is. Seconds. */
export const baseStep = 15;

/** Steps that divide a day, so that grids of neighbouring ranges share their points. Seconds. */
export const steps = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 5400, 7200] as const;

export const maxPoints = 1_500;

export interface Grid {
  /** Seconds between points. */
  readonly step: number;
  /** Epoch seconds of the first point; a point at t stands for (t − step, t]. A whole multiple of step. */
  readonly start: number;
  /** Epoch seconds of the last point, never after the range's end. */
  readonly end: number;
  readonly points: number;
}

/**
 * The one place that turns a window and a width into a step: the smallest that gives at most min(width, 1,500)
 * points. Every point is a whole multiple of the step, since the store shifts unaligned queries silently, and the last
 * one is not after the window's end, since beyond now it would repeat the newest value.
 */
export function gridOf(range: TimeRange, width: number): Grid {
  const limit = Math.max(60, Math.min(Math.floor(width), maxPoints));
  const seconds = (range.to - range.from) / 1000;
  const step = steps.find((candidate) => seconds / candidate <= limit) ?? steps[steps.length - 1] ?? 7200;
  const end = Math.floor(range.to / 1000 / step) * step;
  const start = Math.min(end, Math.floor(range.from / 1000 / step) * step + step);
  return { step, start, end, points: (end - start) / step + 1 };
}
