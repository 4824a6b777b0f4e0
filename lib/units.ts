import type { Unit } from "./signals";

/**
 * How values are shown, in the reader's locale. Bytes are binary (1 KiB = 1,024 B) everywhere, rates included: memory
 * limits are set in MiB, and one panel's bytes must be another's. Latency turns to seconds at 1,000 ms; a core is told in
 * thousandths below a tenth.
 */
interface Rung {
  /** Smallest absolute value, in the recorded unit, that is shown on this rung. */
  readonly from: number;
  /** Recorded units in one shown unit. */
  readonly per: number;
  readonly suffix: string;
}

const binary = (suffix: string): readonly Rung[] =>
  ["B", "KiB", "MiB", "GiB", "TiB"].map((name, power) => ({
    from: power === 0 ? 0 : 1_000 * 1024 ** (power - 1),
    per: 1024 ** power,
    suffix: `${name}${suffix}`,
  }));

const ladders: Record<Unit, readonly Rung[]> = {
  milliseconds: [
    { from: 0, per: 1, suffix: "ms" },
    { from: 1_000, per: 1_000, suffix: "s" },
  ],
  "per-second": [
    { from: 0, per: 1, suffix: "/s" },
    { from: 10_000, per: 1_000, suffix: "k/s" },
    { from: 10_000_000, per: 1_000_000, suffix: "M/s" },
  ],
  ratio: [{ from: 0, per: 0.01, suffix: "%" }],
  "bytes-per-second": binary("/s"),
  cores: [
    { from: 0, per: 0.001, suffix: "mcores" },
    { from: 0.1, per: 1, suffix: "cores" },
  ],
  bytes: binary(""),
};

/** A unit to show values in: `value / per`, followed by `suffix`. */
export interface Scale {
  readonly per: number;
  readonly suffix: string;
}

/** The scale on which a value of that size is read best. */
export function scaleOf(unit: Unit, value: number): Scale {
  const size = Math.abs(value);
  const ladder = ladders[unit];
  const rung = ladder.findLast(({ from }) => size >= from) ?? ladder[0];
  return rung ?? { per: 1, suffix: "" };
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${options.maximumFractionDigits ?? ""} ${options.maximumSignificantDigits ?? ""}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

/** Three digits that mean something, never fewer than the whole part. */
function formatNumber(value: number, locale: string): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 1) return numberFormat(locale, { maximumSignificantDigits: 2 }).format(value);
  const digits = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return numberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** A value's number and its unit apart, since the panel sets them in different sizes. */
export function valueParts(value: number, unit: Unit, locale: string): { number: string; suffix: string } {
  const scale = scaleOf(unit, value);
  return { number: formatNumber(value / scale.per, locale), suffix: scale.suffix };
}

/** `212 ms`, `84.1 /s`, `0.11 %`, `412 MiB`. */
export function formatValue(value: number, unit: Unit, locale: string): string {
  const { number, suffix } = valueParts(value, unit, locale);
  return `${number} ${suffix}`;
}

/**
 * How long ago, in one unit: `9 s`, `3 min`, `2 h`, `4 d`. Never negative: a sample from the future is a clock's fault.
 *
 * @param ms milliseconds
 */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

const spans = [
  ["week", 604_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A length of time in its two largest units: `1 hour`, `2 days 6 hours`, `15 seconds`. */
export function formatSpan(ms: number): string {
  const words: string[] = [];
  let rest = Math.round(ms / 1_000) * 1_000;
  for (const [name, size] of spans) {
    const count = Math.floor(rest / size);
    if (count > 0) words.push(`${count} ${name}${count === 1 ? "" : "s"}`);
    rest -= count * size;
    if (words.length === 2) break;
  }
  return words.join(" ") || "0 seconds";
}
