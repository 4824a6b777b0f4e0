import type { LineSeriesOption } from "echarts/charts";
import type { GridComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";
import type { TimeRange } from "@/lib/time/range";
import type { Tick } from "@/lib/time/ticks";
import type { ValueAxis } from "@/lib/value-axis";
import type { ChartColours } from "./colours";
import { plotInset } from "./geometry";
import { type Column, type Point, piecesOf } from "./points";

export type LineOption = ComposeOption<LineSeriesOption | GridComponentOption>;

export interface LineInput {
  /** In the order of their colours and dashes. */
  readonly series: readonly { readonly label: string; readonly column: Column }[];
  /** Is it the only series that this chart ever has? Then its ground is tinted. */
  readonly alone: boolean;
  readonly range: TimeRange;
  readonly timeTicks: readonly Tick[];
  readonly valueAxis: ValueAxis;
  readonly colours: ChartColours;
}

/** Dashes tell series apart without colour, in the order of the legend. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
const runningDash = [2, 4];
const tailOpacity = 0.35;
const tintOpacity = 0.06;

/** Everything that a line chart draws, as plain data: no instance, no clock, no document. */
export function lineOption({ series, alone, range, timeTicks, valueAxis, colours }: LineInput): LineOption {
  return {
    animation: false,
    // Without bounds of its own: labels never move the plot, or neighbours would not align.
    grid: { ...plotInset, outerBoundsMode: "none", show: false },
    xAxis: timeAxis(range, timeTicks, colours),
    yAxis: verticalAxis(valueAxis, colours),
    series: series.flatMap(({ label, column }, index) =>
      drawn(label, column, colours.series[index] ?? colours.text, dashes[index] ?? [], alone),
    ),
  };
}

function drawn(label: string, column: Column, colour: string, dash: readonly number[], alone: boolean) {
  const pieces = piecesOf(column);
  const tint = alone ? { areaStyle: { color: colour, opacity: tintOpacity } } : {};
  const parts: LineSeriesOption[] = [
    { ...line(`${label} whole`, pieces.whole, colour, dash), ...tint },
    { ...line(`${label} running`, pieces.running, colour, runningDash), ...tint },
    faded(line(`${label} tail`, pieces.tail, colour, dash)),
    marks(`${label} isolated`, pieces.isolated, colour),
  ];
  return parts.filter(({ data }) => data !== undefined && data.length > 0);
}

function line(
  id: string,
  points: readonly Point[],
  colour: string,
  dash: readonly number[],
): LineSeriesOption {
  return {
    id,
    type: "line",
    data: points.map(([at, value]) => [at, value]),
    // A gap is a gap: nothing is drawn over a null.
    connectNulls: false,
    smooth: false,
    showSymbol: false,
    silent: true,
    emphasis: { disabled: true },
    lineStyle: {
      color: colour,
      width: 1.5,
      join: "round",
      cap: "butt",
      ...(dash.length > 0 ? { type: [...dash] } : {}),
    },
    z: 3,
  };
}

const faded = (series: LineSeriesOption): LineSeriesOption => ({
  ...series,
  lineStyle: { ...series.lineStyle, opacity: tailOpacity },
});

function marks(id: string, points: readonly Point[], colour: string): LineSeriesOption {
  return {
    ...line(id, points, colour, []),
    showSymbol: true,
    showAllSymbol: true,
    symbol: "circle",
    symbolSize: 4,
    itemStyle: { color: colour, borderWidth: 0 },
    lineStyle: { width: 0 },
  };
}

function timeAxis(
  range: TimeRange,
  ticks: readonly Tick[],
  colours: ChartColours,
): NonNullable<LineOption["xAxis"]> {
  const labels = new Map(ticks.map(({ at, label }) => [at, label]));
  const customValues = ticks.map(({ at }) => at);
  return {
    type: "value",
    min: range.from,
    max: range.to,
    axisLine: { show: true, onZero: false, lineStyle: { color: colours.border, width: 1 } },
    axisTick: { show: true, length: 4, lineStyle: { color: colours.border }, customValues },
    axisLabel: {
      color: colours.faint,
      fontFamily: colours.font,
      fontSize: 12,
      margin: 8,
      customValues,
      formatter: (at: number) => labels.get(at) ?? "",
      hideOverlap: true,
    },
    splitLine: { show: false },
  };
}

function verticalAxis(
  { max, unit, ticks }: ValueAxis,
  colours: ChartColours,
): NonNullable<LineOption["yAxis"]> {
  const labels = new Map(ticks.map(({ value, label }) => [value, label]));
  const step = ticks[1]?.value ?? max;
  return {
    type: "value",
    min: 0,
    max,
    interval: step,
    name: unit,
    nameLocation: "end",
    nameGap: 8,
    nameTextStyle: {
      color: colours.faint,
      fontFamily: colours.font,
      fontSize: 12,
      align: "right",
      padding: [0, 8, 0, 0],
    },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: colours.faint,
      fontFamily: colours.font,
      fontSize: 12,
      margin: 8,
      formatter: (value: number) => labelNear(labels, value, step),
    },
    splitLine: { show: true, lineStyle: { color: colours.gridline, width: 1 } },
  };
}

/** ECharts adds its interval up in floating point, so a tick may differ from ours in its last digits. */
function labelNear(labels: ReadonlyMap<number, string>, value: number, step: number): string {
  for (const [at, label] of labels) if (Math.abs(at - value) < step / 1_000) return label;
  return "";
}
