import { describe, expect, it } from "vitest";
import { holesOf, newestOfColumns, readNewest, toColumns } from "./columns";

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

const column = (...values: number[]) => Float64Array.of(...values);
const none = Number.NaN;

describe("toColumns", () => {
  it("ignores what is not one of the eleven", () => {
    expect(toColumns([row("secret", [[1500, "1"]])])).toEqual({ series: {}, counts: {} });
  });

  it("draws a wide step by the signal's own function", () => {
    const rows = ["avg_over_time", "max_over_time", "request_weighted"].flatMap((rollup, index) =>
      ["latency_p99_ms", "rps", "error_rate"].map((name) => row(name, [[1500, String(index + 1)]], rollup)),
    );
    const { series } = toColumns(rows);
    expect([series.latency_p99_ms?.[0], series.rps?.[0], series.error_rate?.[0]]).toEqual([2, 1, 3]);
  });

  it("takes a region's clusters together: amounts add up, of percentiles the worse stands", () => {
    const newer: [number, string][] = [
      [1500, "9"],
      [1515, "2"],
    ];
    const rows = ["cpu", "latency_p99_ms"].flatMap((name) => [
      row(name, [[1500, "1"]]),
      row(name, newer, undefined, "b"),
    ]);
    const { series } = toColumns(rows);
    expect(series.cpu).toEqual(column(10, 2, none, none, none));
    expect(series.latency_p99_ms).toEqual(column(9, 2, none, none, none));
  });
});

describe("holesOf", () => {
  it("names the steps that have some samples but not all, and none that may still fill", () => {
    expect(holesOf({ cpu: column(4, 3, none, 2, none) }, wide, 1_620_000)).toEqual({ cpu: [1] });
  });
});

it("finds each column's newest sample with its own instant", () => {
  const series = { rps: column(1, none, 3, none, none), cpu: column(none, none, none, none, none) };
  expect(newestOfColumns(series, grid)).toEqual({ rps: { value: 3, at: 1_530_000 } });
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
