import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalWidth } from "./panel-width";
import { gridOf } from "./step";

it("asks for the same step as the real width, in the same words for all widths that do", () => {
  const spans = fc.integer({ min: 60_000, max: 90 * 86_400_000 });
  const widths = fc.integer({ min: 120, max: 2_000 });
  fc.assert(
    fc.property(spans, widths, widths, (span, one, other) => {
      const range = { from: 0, to: span };
      const width = canonicalWidth(range, one);
      expect(gridOf(range, width).step).toBe(gridOf(range, one).step);
      if (gridOf(range, one).step === gridOf(range, other).step) {
        expect(canonicalWidth(range, other)).toBe(width);
      }
    }),
  );
});
