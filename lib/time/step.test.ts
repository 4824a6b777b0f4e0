import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxRangeMs } from "./range";
import { gridOf, maxPoints, steps } from "./step";

const hour = 3_600_000;
const now = Date.parse("2026-05-04T12:00:07Z");

describe("gridOf", () => {
  it.each([
    [6 * hour, 1500, 15],
    [24 * hour, 1500, 60],
    [7 * 24 * hour, 1500, 600],
    [30 * 24 * hour, 1500, 1800],
    [90 * 24 * hour, 1500, 5400],
    [hour, 400, 15],
    [6 * hour, 400, 60],
  ])("a window of %i ms on %i px steps by %i s", (length, width, step) => {
    expect(gridOf({ from: now - length, to: now }, width).step).toBe(step);
  });

  it("stays on the step's own grid, inside the window and inside the bounds, for every window", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: maxRangeMs }),
        fc.integer({ min: 1, max: 4_000 }),
        fc.integer({ min: maxRangeMs, max: now }),
        (length, width, to) => {
          const grid = gridOf({ from: to - length, to }, width);
          expect(steps).toContain(grid.step);
          expect(grid.start % grid.step).toBe(0);
          expect(grid.end % grid.step).toBe(0);
          expect(grid.end * 1000).toBeLessThanOrEqual(to);
          expect(grid.points).toBe((grid.end - grid.start) / grid.step + 1);
          expect(grid.points).toBeLessThanOrEqual(maxPoints);
          expect(grid.points).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});
