import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fourDigits, holesOf, newestOfColumns, readNewest, toColumns } from "./columns";

const grid = { step: 15, start: 1500, end: 1560, points: 5 };
const wide = { step: 60, start: 1500, end: 1740, points: 5 };
/** The values as the store's answer is read: one a grid point, NaN where there is none. */
function onGrid(values: [number, string][], step: number): Float64Array {
  const column = new Float64Array(grid.points).fill(Number.NaN);
  for (const [at, value] of values) column[(at - grid.start) / step] = Number(value);
  return column;
}
const row = (name: string, values: [number, string][], rollup?: string, cluster = "a") => ({
  labels: { __name__: `starform:service:${name}`, cluster, ...(rollup ? { rollup } : {}) },
  values: onGrid(values, rollup ? wide.step : grid.step),
});

describe("toColumns", () => {
  it("leaves a time without a sample null", () => {
    const { series } = toColumns(
      [
        row("rps", [
          [1500, "20"],
          [1530, "21.5"],
          [1560, "0"],
        ]),
      ],
      grid,
    );
    expect(series.rps).toEqual([20, null, 21.5, null, 0]);
  });

  it("ignores what is not one of the eleven", () => {
    expect(toColumns([row("secret", [[1500, "1"]])], grid)).toEqual({ series: {}, counts: {} });
  });

  it("draws a wide step by the signal's own function", () => {
    const rows = ["avg_over_time", "max_over_time", "request_weighted"].flatMap((rollup, index) =>
      ["latency_p99_ms", "rps", "error_rate"].map((name) => row(name, [[1500, String(index + 1)]], rollup)),
    );
    const { series } = toColumns(rows, wide);
    expect([series.latency_p99_ms?.[0], series.rps?.[0], series.error_rate?.[0]]).toEqual([2, 1, 3]);
  });

  it("takes a region's clusters together: amounts add up, of percentiles the worse stands", () => {
    const rows = ["cpu", "latency_p99_ms"].flatMap((name) => [
      row(name, [[1500, "1"]]),
      row(
        name,
        [
          [1500, "9"],
          [1515, "2"],
        ],
        undefined,
        "b",
      ),
    ]);
    const { series } = toColumns(rows, grid);
    expect(series.cpu).toEqual([10, 2, null, null, null]);
    expect(series.latency_p99_ms).toEqual([9, 2, null, null, null]);
  });
});

describe("holesOf", () => {
  it("names the steps that have some samples but not all, and none that may still fill", () => {
    const { counts } = toColumns(
      [
        row(
          "cpu",
          [
            [1500, "4"],
            [1560, "3"],
            [1680, "2"],
          ],
          "count_over_time",
        ),
      ],
      wide,
    );
    expect(holesOf(counts, wide, 1_620_000)).toEqual({ cpu: [1] });
  });
});

it("finds each column's newest sample with its own instant", () => {
  expect(
    newestOfColumns({ rps: [1, null, 3, null, null], cpu: [null, null, null, null, null] }, grid),
  ).toEqual({
    rps: { value: 3, at: 1_530_000 },
  });
});

describe("readNewest", () => {
  const sample = (rollup: string, value: number, cluster = "a") => ({
    labels: { __name__: "starform:service:rps", cluster, rollup },
    value,
  });

  it("joins value and instant of one series, and takes the newest of several", () => {
    const samples = [
      sample("last_over_time", 5),
      sample("tlast_over_time", 1500),
      sample("last_over_time", 7, "b"),
      sample("tlast_over_time", 1515, "b"),
    ];
    expect(readNewest(samples).newest).toEqual({ rps: { value: 7, at: 1_515_000 } });
  });

  it("adds up clusters that are equally new", () => {
    const samples = [
      sample("last_over_time", 5),
      sample("tlast_over_time", 1500),
      sample("last_over_time", 7, "b"),
      sample("tlast_over_time", 1500, "b"),
    ];
    expect(readNewest(samples).newest).toEqual({ rps: { value: 12, at: 1_500_000 } });
  });

  it("has no value without its instant", () => {
    expect(readNewest([sample("last_over_time", 5)]).newest).toEqual({});
  });
});

describe("fourDigits", () => {
  it("is within a part in two thousand of any value, and short", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), fc.boolean(), (size, negative) => {
        const value = negative ? -size : size;
        const rounded = fourDigits(value);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(Math.abs(value) / 1_999);
        expect(rounded.toPrecision(15)).toBe(Number(rounded.toPrecision(4)).toPrecision(15));
      }),
    );
  });

  it("keeps zero", () => {
    expect(fourDigits(0)).toBe(0);
  });
});
