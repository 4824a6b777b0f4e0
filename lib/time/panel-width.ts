import type { TimeRange } from "./range";
import { gridOf } from "./step";

/** What the server assumes of a panel before a browser has measured one. CSS pixels. */
export const assumedPanelWidth = 380;

/**
 * The least width that leads to the same step as `width`. Panels that differ by a few pixels, and a server that has
 * measured none, then ask the same question.
 */
export function canonicalWidth(range: TimeRange, width: number): number {
  const { step } = gridOf(range, width);
  return Math.max(60, Math.ceil((range.to - range.from) / 1_000 / step));
}
