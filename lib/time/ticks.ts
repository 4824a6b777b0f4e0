import type { TimeRange } from "./range";
import { formatClock, formatDay, instantOf, wallOf } from "./zone";

const second = 1_000;
const minute = 60_000;
const hour = 3_600_000;
const day = 86_400_000;

/** Distances between ticks that people count in. */
const intervals = [
  second,
  5 * second,
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
] as const;

export interface Tick {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly label: string;
}

/**
 * The ticks of a time axis: at most `most`, on round times of the zone's own wall clock (midnight is midnight there,
 * also when clocks change). The label of a midnight is its day.
 */
export function timeTicks(range: TimeRange, most: number, iana: string, locale: string): Tick[] {
  const span = range.to - range.from;
  const interval = intervals.find((candidate) => span / candidate <= most) ?? 30 * day;
  const ticks: Tick[] = [];
  const firstWall = Math.ceil(wallOf(range.from, iana) / interval) * interval;
  // Clocks move by at most a day, so two further steps or one day cover every range that begins before a change.
  const lastWall = wallOf(range.to, iana) + Math.max(interval, 2 * hour);
  for (let wall = firstWall - Math.max(interval, 2 * hour); wall <= lastWall; wall += interval) {
    const aligned = Math.round(wall / interval) * interval;
    const at = instantOf(aligned, iana);
    const before = ticks.at(-1);
    if (at < range.from || at > range.to || (before && at - before.at < interval / 2)) continue;
    ticks.push({ at, label: labelOf(aligned, at, interval, iana, locale) });
  }
  return ticks;
}

function labelOf(wall: number, at: number, interval: number, iana: string, locale: string): string {
  if (interval >= day || wall % day === 0) return formatDay(at, iana, locale);
  return formatClock(at, iana, interval < minute ? "second" : "minute");
}
