import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packColumn, unpackColumn } from "./metrics";

const value = fc.oneof(
  fc.double({ min: 1, max: 1e12, noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 1e-30, max: 1, noNaN: true }),
  fc.constant(Number.NaN),
  fc.constant(0),
);

describe("a packed column", () => {
  it("keeps gaps, zeros and every value to a hundred-thousandth of the largest, in whole numbers", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), (column) => {
        const packed = packColumn(Float64Array.from(column));
        const largest = Math.max(0, ...column.filter((each) => !Number.isNaN(each)));
        const unpacked = unpackColumn(packed);
        for (const [index, each] of column.entries()) {
          const found = unpacked[index] ?? null;
          expect(found === null).toBe(Number.isNaN(each));
          if (found === null) continue;
          expect(Number.isInteger(packed.steps[index])).toBe(true);
          expect(found === 0).toBe(each === 0);
          expect(Math.abs(found - each)).toBeLessThanOrEqual(largest * 1.000001e-4);
        }
      }),
    );
  });

  it.each([
    [[84.18333333333334, Number.NaN, 0], { exponent: -3, steps: [84_183, null, -84_183] }],
    [[0.001234567], { exponent: -7, steps: [12_346] }],
    [[755_000_000_000], { exponent: 7, steps: [75_500] }],
    [[0, 0], { exponent: 0, steps: [0, 0] }],
    [[], { exponent: 0, steps: [] }],
  ])("of %j is %j", (column, packed) => {
    expect(packColumn(Float64Array.from(column))).toEqual(packed);
  });
});
