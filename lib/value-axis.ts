import type { Unit } from "./signals";
import { type Scale, scaleOf } from "./units";

export interface ValueAxis {
  /** Recorded units; the axis runs from 0, so that the zeros of neighbouring panels align. */
  readonly max: number;
  /** The unit of the labels, said once for all of them. */
  readonly unit: string;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

const niceSteps = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10];
/** Horizontal lines above zero: enough to read by, few enough to forget. */
const lines = 3;

/** What an idle panel's axis reaches to, so that a flat zero lies on the ground. Recorded units. */
const idleMax: Record<Unit, number> = {
  milliseconds: 30,
  "per-second": 3,
  ratio: 0.03,
  "bytes-per-second": 3 * 1024,
  cores: 0.03,
  bytes: 3 * 1024 ** 2,
};

/**
 * An axis from zero to a round number above `highest`, with three lines above zero in one unit: labels then align in
 * every panel. An all-zero panel gets a small axis rather than none; a ratio never reaches beyond 100 %.
 *
 * @param highest the greatest value to be drawn, in recorded units
 */
export function valueAxis(highest: number, unit: Unit, locale: string): ValueAxis {
  const top = highest > 0 ? highest * 1.02 : idleMax[unit];
  const scale = scaleOf(unit, top);
  const step = niceStep(top / scale.per / lines);
  if (unit === "ratio" && step * lines > 100) return axis(25, 4, scale, locale);
  return axis(step, lines, scale, locale);
}

function axis(step: number, count: number, scale: Scale, locale: string): ValueAxis {
  const format = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const ticks = Array.from({ length: count + 1 }, (_, index) => {
    return { value: step * index * scale.per, label: format.format(step * index) };
  });
  return { max: step * count * scale.per, unit: scale.suffix, ticks };
}

function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = niceSteps.find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  // A decimal times a power of ten is rounded to what was meant.
  return Number((factor * power).toPrecision(6));
}
