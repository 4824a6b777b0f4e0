import type { ChartColours } from "@/components/charts/colours";
import { pixelsPerTick, plotInset } from "@/components/charts/geometry";
import { type LineOption, lineOption } from "@/components/charts/line-option";
import { type Column, highestOf } from "@/components/charts/points";
import type { ServiceMetrics } from "@/lib/metrics";
import type { Panel } from "@/lib/signals";
import type { TimeRange } from "@/lib/time/range";
import { type Tick, timeTicks } from "@/lib/time/ticks";
import { valueAxis } from "@/lib/value-axis";

/** The length of a stale line's end that fades: two minutes, or what can still be seen on a wide window. */
export const tailLength = ({ from, to }: TimeRange): number => Math.max(120_000, (to - from) * 0.06);

function columnsOf(panel: Panel, data: ServiceMetrics, tailFrom: number | null) {
  return panel.series.flatMap(({ signal, label }) => {
    const values = data.series[signal];
    if (!values) return [];
    const { start, step, unfinished, asOf } = data;
    const column: Column = { start, step, unfinished, asOf, tailFrom, values };
    return [{ label, column }];
  });
}

interface Surroundings {
  readonly range: TimeRange;
  /** CSS pixels of the whole panel. */
  readonly width: number;
  /** IANA name. */
  readonly zone: string;
  readonly locale: string;
  readonly colours: ChartColours;
  /** Epoch milliseconds from which lines are their stale tail; null while current. */
  readonly tailFrom: number | null;
}

/** One panel's data as what its chart draws. */
export function panelLines(panel: Panel, data: ServiceMetrics | undefined, around: Surroundings): LineOption {
  const { range, width, zone, locale, colours, tailFrom } = around;
  const series = data ? columnsOf(panel, data, tailFrom) : [];
  const plotWidth = Math.max(0, width - plotInset.left - plotInset.right);
  const most = Math.max(2, Math.floor(plotWidth / pixelsPerTick));
  return lineOption({
    series,
    alone: panel.series.length === 1,
    range,
    timeTicks: fitting(timeTicks(range, most, zone, locale), range, plotWidth),
    valueAxis: valueAxis(highestOf(series.map(({ column }) => column.values)), panel.unit, locale),
    colours,
  });
}

/** Half of a letter's width at the axis' size, digits and short months alike. CSS pixels. */
const halfLetter = 3.4;

/** Ticks whose labels would leave the panel keep their mark and lose their label. */
function fitting(ticks: readonly Tick[], { from, to }: TimeRange, plotWidth: number): Tick[] {
  return ticks.map((tick) => {
    const room = ((to - tick.at) / (to - from)) * plotWidth + plotInset.right;
    return tick.label.length * halfLetter <= room ? tick : { ...tick, label: "" };
  });
}
