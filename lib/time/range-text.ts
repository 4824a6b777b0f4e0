import { isRelative, parseInstant, quickRanges, type RangeProblem, rangeProblem } from "./range";
import { formatDay, formatWall, parseWall, wallFields } from "./zone";

/** A range as the picker's button says it: `Last 1 hour`, `12:03 – 12:33`, `24 Nov 12:03 – 25 Nov 09:00`. */
export function rangeLabel(
  range: { readonly from: string; readonly to: string },
  now: number,
  iana: string,
  locale: string,
): string {
  const quick = quickRanges.find(({ from }) => from === range.from && range.to === "now");
  if (quick) return quick.label;
  if (isRelative(range.from) && isRelative(range.to)) return `${range.from} – ${range.to}`;
  const from = parseInstant(range.from, now);
  const to = parseInstant(range.to, now);
  if (from === undefined || to === undefined) return "Not a time range";
  const end = isRelative(range.to) ? range.to : dayAndClock(to, iana, locale, from, now);
  return `${dayAndClock(from, iana, locale, now, now)} – ${end}`;
}

const clockOf = (at: number, iana: string) => {
  const clock = formatWall(at, iana).slice(11);
  return clock.endsWith(":00") ? clock.slice(0, 5) : clock;
};

/** The day is said unless it is the one that the reader has in mind already. */
function dayAndClock(at: number, iana: string, locale: string, reference: number, now: number): string {
  const day = (instant: number) => {
    const { year, month, day: date } = wallFields(instant, iana);
    return `${year}-${month}-${date}`;
  };
  const known = day(at) === day(reference);
  return known ? clockOf(at, iana) : `${dayWithYear(at, iana, locale, now)} ${clockOf(at, iana)}`;
}

function dayWithYear(at: number, iana: string, locale: string, now: number): string {
  const year = wallFields(at, iana).year;
  const text = formatDay(at, iana, locale);
  return year === wallFields(now, iana).year ? text : `${text} ${year}`;
}

/** What an end of the range looks like in its text field: relative as it is, an instant as the zone's wall shows it. */
export function endText(text: string, now: number, iana: string): string {
  if (isRelative(text)) return text;
  const at = parseInstant(text, now);
  return at === undefined ? text : formatWall(at, iana);
}

/** What a person typed for one end, as the URL writes it; undefined where it is no time. */
export function readEnd(typed: string, iana: string): string | undefined {
  const text = typed.trim();
  if (isRelative(text)) return text;
  const at = parseInstant(text, 0) ?? parseWall(text, iana);
  return at === undefined ? undefined : new Date(at).toISOString();
}

/** Both typed ends as the URL writes them, or what is wrong with them. */
export function readRange(
  typed: { readonly from: string; readonly to: string },
  now: number,
  iana: string,
): { ok: true; from: string; to: string } | { ok: false; problem: RangeProblem } {
  const from = readEnd(typed.from, iana);
  const to = readEnd(typed.to, iana);
  if (from === undefined || to === undefined) return { ok: false, problem: "not-a-time" };
  const window = { from: parseInstant(from, now) ?? Number.NaN, to: parseInstant(to, now) ?? Number.NaN };
  const problem = rangeProblem(window, now);
  return problem ? { ok: false, problem } : { ok: true, from, to };
}
