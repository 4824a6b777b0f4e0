/**
 * Time ranges as people write them in the URL (`now-1h`, `now`, ISO 8601 instants) and as queries need them:
 * half-open, in epoch milliseconds, with `now` passed in.
 */
export interface TimeRange {
  /** Inclusive, epoch milliseconds. */
  readonly from: number;
  /** Exclusive, epoch milliseconds. */
  readonly to: number;
}

export const maxRangeMs = 90 * 86_400_000;

export type RangeProblem = "not-a-time" | "reversed" | "too-long" | "in-the-future";

/** What a person reads about a range that can't be asked. */
export const rangeProblemText: Record<RangeProblem, string> = {
  "not-a-time":
    "That isn't a time. Write now, now-15m, now-6h, now-7d, or an instant such as 2026-01-31T12:00:00Z.",
  reversed: "The range ends before it begins. Swap its start and its end.",
  "too-long": "The range is longer than 90 days. Choose a shorter one.",
  "in-the-future": "The range begins in the future. Choose a start that has passed.",
};

const relative = /^now(?:-(\d{1,6})(s|m|h|d|w))?$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Is the end of the range the present, so that it moves on by itself? */
export const isRelative = (text: string): boolean => relative.test(text);

/** Epoch milliseconds of one end as written, or undefined if it is no time. */
export function parseInstant(text: string, now: number): number | undefined {
  const match = relative.exec(text);
  if (match) {
    const [, amount, unit] = match;
    if (amount === undefined) return now;
    return now - Number(amount) * unitMs[unit as keyof typeof unitMs];
  }
  if (!instant.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** The window that `from` and `to` name at `now`, or what is wrong with it. */
export function resolveRange(
  range: { from: string; to: string },
  now: number,
): { ok: true; range: TimeRange } | { ok: false; problem: RangeProblem } {
  const from = parseInstant(range.from, now);
  const to = parseInstant(range.to, now);
  if (from === undefined || to === undefined) return { ok: false, problem: "not-a-time" };
  const problem = rangeProblem({ from, to }, now);
  return problem ? { ok: false, problem } : { ok: true, range: { from, to } };
}

/** What is wrong with a window in epoch milliseconds, if anything. Clocks may differ by a minute. */
export function rangeProblem({ from, to }: TimeRange, now: number): RangeProblem | undefined {
  if (!Number.isFinite(from) || !Number.isFinite(to) || from < 0) return "not-a-time";
  if (to <= from) return "reversed";
  if (to - from > maxRangeMs) return "too-long";
  if (from > now + 60_000) return "in-the-future";
  return undefined;
}

/** The quick ranges of the picker, shortest first. */
export const quickRanges = [
  { from: "now-5m", label: "Last 5 minutes" },
  { from: "now-15m", label: "Last 15 minutes" },
  { from: "now-30m", label: "Last 30 minutes" },
  { from: "now-1h", label: "Last 1 hour" },
  { from: "now-3h", label: "Last 3 hours" },
  { from: "now-6h", label: "Last 6 hours" },
  { from: "now-12h", label: "Last 12 hours" },
  { from: "now-24h", label: "Last 24 hours" },
  { from: "now-2d", label: "Last 2 days" },
  { from: "now-7d", label: "Last 7 days" },
  { from: "now-30d", label: "Last 30 days" },
  { from: "now-90d", label: "Last 90 days" },
] as const;

export const defaultRange = { from: "now-1h", to: "now" } as const;
