/**
 * Zones as the URL writes them (`browser`, `utc` or an IANA name) and wall-clock time in them, by `Intl` alone. Clocks
 * are always 24 hours: an instrument's readings are compared, and am/pm costs width.
 */
export type Zone = string;

const canonical = new Map<string, string | null>();

/** The zone that a text names, or null where `Intl` knows no such zone. */
export function parseZone(text: string): Zone | null {
  const lower = text.toLowerCase();
  if (lower === "browser" || lower === "utc") return lower;
  const known = canonical.get(text);
  if (known !== undefined) return known;
  let zone: string | null = null;
  try {
    zone = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
    if (zone === "UTC") zone = "utc";
  } catch {
    // A RangeError is Intl's way of saying that there is no such zone.
  }
  if (canonical.size < 1_000) canonical.set(text, zone);
  return zone;
}

/** The IANA name behind a zone; `browser` is this runtime's own. */
export function ianaZone(zone: Zone): string {
  if (zone === "utc") return "UTC";
  return zone === "browser" ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
}

const wallFormats = new Map<string, Intl.DateTimeFormat>();

function wallFormat(iana: string): Intl.DateTimeFormat {
  let format = wallFormats.get(iana);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: iana,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      era: "short",
    });
    wallFormats.set(iana, format);
  }
  return format;
}

/**
 * What a clock on the wall of that zone shows at an instant, as if it were UTC: epoch milliseconds whose UTC fields are
 * the wall's.
 */
export function wallOf(at: number, iana: string): number {
  if (iana === "UTC") return at;
  const fields: Record<string, number> = {};
  for (const { type, value } of wallFormat(iana).formatToParts(at)) fields[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  const millisecond = ((at % 1_000) + 1_000) % 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/**
 * The instant at which that wall shows `wall` (milliseconds as of `wallOf`). Where clocks go back and it is shown twice,
 * the first; where they go forward and it never is, as much later as the clocks jumped.
 */
export function instantOf(wall: number, iana: string): number {
  if (iana === "UTC") return wall;
  const before = wallOf(wall - 86_400_000, iana) - (wall - 86_400_000);
  const after = wallOf(wall + 86_400_000, iana) - (wall + 86_400_000);
  const candidates = [wall - before, wall - after].filter((at) => wallOf(at, iana) === wall);
  return candidates.length > 0 ? Math.min(...candidates) : wall - before;
}

const wallText = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$/;

/** Epoch milliseconds of `YYYY-MM-DD[ HH:mm[:ss[.SSS]]]` on that zone's wall, or undefined if it is no such time. */
export function parseWall(text: string, iana: string): number | undefined {
  const match = wallText.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0"] = match;
  const fields = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields;
  const wall = Date.UTC(y, mo - 1, d, h, mi, s, Number(fraction.padEnd(3, "0")));
  const back = new Date(wall);
  // Date.UTC rolls 31 February over into March; a time that doesn't exist is no time.
  const real = back.getUTCMonth() === mo - 1 && back.getUTCDate() === d && h < 24 && mi < 60 && s < 60;
  return real ? instantOf(wall, iana) : undefined;
}

const two = (value: number) => String(value).padStart(2, "0");

export interface WallFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** The wall's fields at an instant; month from 1. */
export function wallFields(at: number, iana: string): WallFields {
  const wall = new Date(wallOf(at, iana));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    millisecond: wall.getUTCMilliseconds(),
  };
}

/** `2026-01-31 12:03:40`, as the absolute fields of the range picker read and write it. */
export function formatWall(at: number, iana: string): string {
  const { year, month, day, hour, minute, second } = wallFields(at, iana);
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  return `${date} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** `12:03`, `12:03:40` or `12:03:40.912`. */
export function formatClock(
  at: number,
  iana: string,
  precision: "minute" | "second" | "millisecond" = "second",
): string {
  const { hour, minute, second, millisecond } = wallFields(at, iana);
  const minutes = `${two(hour)}:${two(minute)}`;
  if (precision === "minute") return minutes;
  const seconds = `${minutes}:${two(second)}`;
  return precision === "second" ? seconds : `${seconds}.${String(millisecond).padStart(3, "0")}`;
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The day in the reader's own manner: `24 Nov`, `Nov 24`. */
export function formatDay(at: number, iana: string, locale: string): string {
  const key = `${locale} ${iana}`;
  let format = dayFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone: iana, day: "numeric", month: "short" });
    dayFormats.set(key, format);
  }
  return format.format(at);
}

/** Are two instants on one day of the zone's calendar? */
export function sameDay(one: number, other: number, iana: string): boolean {
  const [a, b] = [wallFields(one, iana), wallFields(other, iana)];
  return a.year === b.year && a.month === b.month && a.day === b.day;
}

/** The clock, with the day before it unless that is `now`'s own day in the zone. */
export function formatInstant(at: number, iana: string, locale: string, now: number): string {
  const clock = formatClock(at, iana);
  return sameDay(at, now, iana) ? clock : `${formatDay(at, iana, locale)} ${clock}`;
}

/** How far the zone's wall is from UTC at an instant: `UTC`, `UTC+1`, `UTC-3:30`. */
export function formatOffset(at: number, iana: string): string {
  const whole = Math.floor(at / 1_000) * 1_000;
  const minutes = Math.round((wallOf(whole, iana) - whole) / 60_000);
  if (minutes === 0) return "UTC";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "-" : "+"}${hours}${rest === 0 ? "" : `:${two(rest)}`}`;
}
