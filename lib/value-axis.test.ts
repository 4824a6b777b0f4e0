import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ValueAxis, valueAxis } from "./value-axis";

const read = ({ ticks, unit }: ValueAxis) => [...ticks.map(({ label }) => label), unit];
const labels = (highest: number, unit: Parameters<typeof valueAxis>[1]) =>
  read(valueAxis(highest, unit, "en-US"));

describe("valueAxis", () => {
  it("has three round lines above zero, and its unit once", () => {
    expect(labels(212, "milliseconds")).toEqual(["0", "75", "150", "225", "ms"]);
    expect(labels(0.0011, "ratio")).toEqual(["0", "0.04", "0.08", "0.12", "%"]);
    expect(labels(432 * 1024 ** 2, "bytes")).toEqual(["0", "150", "300", "450", "MiB"]);
  });

  it("never promises more than the whole", () => {
    expect(valueAxis(0.97, "ratio", "en").max).toBe(1);
    expect(labels(1, "ratio")).toEqual(["0", "25", "50", "75", "100", "%"]);
  });

  it("gives an all-zero panel a ground to lie on", () => {
    expect(labels(0, "per-second")).toEqual(["0", "1", "2", "3", "/s"]);
  });

  it("always reaches above the highest value, and at most twice as high", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
        const { max, ticks } = valueAxis(highest, "bytes", "en");
        expect(max).toBeGreaterThan(highest);
        expect(max).toBeLessThan(highest * 2);
        expect(ticks).toHaveLength(4);
      }),
    );
  });
});
