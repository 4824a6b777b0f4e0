import type { LineSeriesOption } from "echarts/charts";
import { describe, expect, it } from "vitest";
import type { ChartColours } from "./colours";
import { type LineInput, lineOption } from "./line-option";
import type { Column } from "./points";

const colours: ChartColours = {
  text: "black",
  faint: "grey",
  border: "silver",
  gridline: "white",
  series: ["blue", "orange", "pink", "green"],
  font: "sans-serif",
};
const column = (values: Column["values"], rest: Partial<Column> = {}): Column => ({
  start: 15,
  step: 15,
  unfinished: 0,
  asOf: 1_000_000,
  tailFrom: null,
  values,
  ...rest,
});

function seriesOf(input: Partial<LineInput>): LineSeriesOption[] {
  const { series } = lineOption({
    series: [],
    alone: false,
    range: { from: 0, to: 60_000 },
    timeTicks: [{ at: 30_000, label: "00:30" }],
    valueAxis: { max: 3, unit: "ms", ticks: [0, 1, 2, 3].map((value) => ({ value, label: String(value) })) },
    colours,
    ...input,
  });
  return (Array.isArray(series) ? series : []) as LineSeriesOption[];
}

describe("lineOption", () => {
  it("never draws over a gap, never smooths, never moves", () => {
    const [whole] = seriesOf({ series: [{ label: "used", column: column([1, null, 2]) }] });
    expect(whole).toMatchObject({ connectNulls: false, smooth: false, showSymbol: false, silent: true });
    expect(whole?.data).toEqual([
      [7_500, 1],
      [22_500, null],
      [37_500, 2],
    ]);
  });

  it("tells series apart by dash as well as by colour", () => {
    const drawn = seriesOf({
      series: ["p50", "p95", "p99"].map((label) => ({ label, column: column([1, 2]) })),
    });
    expect(drawn.map(({ lineStyle }) => [lineStyle?.color, lineStyle?.type])).toEqual([
      ["blue", undefined],
      ["orange", [6, 3]],
      ["pink", [2, 2]],
    ]);
    expect(drawn.every(({ areaStyle }) => areaStyle === undefined)).toBe(true);
  });

  it("tints the ground of a chart's only series", () => {
    const [whole] = seriesOf({ alone: true, series: [{ label: "used", column: column([1, 2]) }] });
    expect(whole?.areaStyle).toEqual({ color: "blue", opacity: 0.06 });
  });

  it("dashes the step that still runs", () => {
    const drawn = seriesOf({ series: [{ label: "used", column: column([1, 2, 3], { unfinished: 1 }) }] });
    expect(drawn.map(({ id }) => id)).toEqual(["used whole", "used running"]);
    expect(drawn[1]?.lineStyle?.type).toEqual([2, 4]);
    expect(drawn[1]?.data).toHaveLength(2);
  });

  it("fades the stale tail to 35 %", () => {
    const drawn = seriesOf({ series: [{ label: "used", column: column([1, 2, 3], { tailFrom: 20_000 }) }] });
    expect(drawn.find(({ id }) => id === "used tail")?.lineStyle?.opacity).toBe(0.35);
    expect(drawn.find(({ id }) => id === "used whole")?.lineStyle?.opacity).toBeUndefined();
  });

  it("marks a lone point", () => {
    const drawn = seriesOf({ series: [{ label: "used", column: column([null, 2, null]) }] });
    expect(drawn.find(({ id }) => id === "used isolated")).toMatchObject({
      showSymbol: true,
      symbol: "circle",
      data: [[22_500, 2]],
    });
  });

  it("spans the window, not the data", () => {
    const option = lineOption({
      series: [],
      alone: true,
      range: { from: 5, to: 95 },
      timeTicks: [],
      valueAxis: { max: 3, unit: "ms", ticks: [] },
      colours,
    });
    expect(option.xAxis).toMatchObject({ min: 5, max: 95 });
    expect(option.yAxis).toMatchObject({ min: 0, max: 3 });
  });
});
