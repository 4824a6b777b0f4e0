import { maxRangeMs, type TimeRange } from "./range";

/** The narrowest window that a drag gives: four samples. */
const narrowest = 60_000;

const second = (at: number) => Math.round(at / 1_000) * 1_000;

/**
 * The window between two instants of a drag, in either order: whole seconds, inside `bounds`, never narrower than a
 * minute.
 */
export function zoomRange(one: number, other: number, bounds: TimeRange): TimeRange {
  const from = Math.max(bounds.from, Math.min(one, other));
  const to = Math.min(bounds.to, Math.max(one, other));
  if (to - from >= narrowest) return { from: second(from), to: second(to) };
  const middle = Math.min(Math.max((from + to) / 2, bounds.from + narrowest / 2), bounds.to - narrowest / 2);
  return { from: second(middle - narrowest / 2), to: second(middle + narrowest / 2) };
}

/** The window half its own length earlier (-1) or later (1), never beyond `now`. */
export function shiftRange({ from, to }: TimeRange, direction: -1 | 1, now: number): TimeRange {
  const by = Math.min((direction * (to - from)) / 2, now - to);
  return { from: second(from + by), to: second(to + by) };
}

/** The window twice as wide about its middle, never beyond `now` and never wider than a range may be. */
export function widenRange({ from, to }: TimeRange, now: number): TimeRange {
  const length = Math.min((to - from) * 2, maxRangeMs - 1_000);
  const end = Math.min((from + to + length) / 2, now);
  return { from: second(end - length), to: second(end) };
}

/** A window as the URL writes it. */
export const rangeParams = ({ from, to }: TimeRange) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});
