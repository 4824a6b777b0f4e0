import type { TimeRange } from "../time/range";
import { compareNewestFirst, type LineCursor, type LogLine, lineTimeMs } from "./line";
import type { GapReason } from "./tail";

/** A line in a list that is ordered by (time, id). */
export interface LineRow {
  readonly kind: "line";
  readonly at: LineCursor;
  readonly line: LogLine;
  /** It came after lines that are newer, so a reader may have looked past its place. */
  readonly late: boolean;
  /** Did the tail bring it, or was it loaded from the store? Only the tail's lines are in its counts. */
  readonly origin: "tail" | "store";
}

/** A place where lines are missing, and why. */
export interface GapRow {
  readonly kind: "gap";
  readonly at: LineCursor;
  /** The hub's reasons; `held`: more came than is kept while the list stands still. */
  readonly reason: GapReason | "held";
  /** Lines; null where nobody could count them. */
  readonly count: number | null;
  /** Epoch milliseconds: of ingestion for the hub's gaps, of the lines themselves for `held`. */
  readonly from: number;
  readonly to: number;
}

export type TailRow = LineRow | GapRow;

export const rowKey = (row: TailRow): string =>
  row.kind === "line" ? row.line.id : `gap ${row.at.ts} ${row.at.id}`;

export const lineRowOf = (line: LogLine, origin: LineRow["origin"], late = false): LineRow => ({
  kind: "line",
  at: { ts: line.ts, id: line.id },
  line,
  late,
  origin,
});

/** A line may be this much older than its ingestion: the shippers batch. Milliseconds. */
const shippingMs = 15_000;

/** The window of line times, half-open, in which the lines of a gap can be found. */
export const gapWindow = (gap: Pick<GapRow, "reason" | "from" | "to">): TimeRange => ({
  from: Math.floor(gap.reason === "held" ? gap.from : gap.from - shippingMs),
  to: Math.ceil(gap.to) + 1,
});

/** A gap stands in the middle of the time that it covers. `sequence` tells gaps of one instant apart. */
export function hubGapRow(
  gap: { reason: GapReason; count: number | null; from: number; to: number },
  sequence: number,
): GapRow {
  const middle = Math.max(0, Math.round((gap.from + gap.to) / 2));
  const { reason, count, from, to } = gap;
  return { kind: "gap", at: { ts: `${middle}999999`, id: String(sequence) }, reason, count, from, to };
}

/** The gap that lines leave which were dropped while the list was held; it stands where the newest of them stood. */
export function heldGapRow(dropped: { count: number; oldest: LogLine; newest: LogLine }): GapRow {
  return {
    kind: "gap",
    at: { ts: dropped.newest.ts, id: dropped.newest.id },
    reason: "held",
    count: dropped.count,
    from: lineTimeMs(dropped.oldest),
    to: lineTimeMs(dropped.newest),
  };
}

const oldestFirst = (a: TailRow, b: TailRow): number => compareNewestFirst(b.at, a.at);

/** Puts rows in their places among rows that are in order, oldest first, changing `rows`; cheap at its newest end. */
export function placeRows(rows: TailRow[], added: readonly TailRow[]): void {
  const incoming = [...added].sort(oldestFirst);
  const first = incoming[0];
  if (!first) return;
  const start = placeOf(rows, first);
  const tail = rows.splice(start);
  let old = 0;
  for (const row of incoming) {
    for (let next = tail[old]; next && oldestFirst(next, row) < 0; next = tail[old]) {
      rows.push(next);
      old++;
    }
    pushRow(rows, row);
  }
  for (; old < tail.length; old++) {
    const row = tail[old];
    if (row) pushRow(rows, row);
  }
}

/** Neighbouring gaps of one reason are one gap: a reader is told once. */
function pushRow(rows: TailRow[], row: TailRow): void {
  const below = rows.at(-1);
  if (row.kind === "gap" && below?.kind === "gap" && below.reason === row.reason) {
    rows[rows.length - 1] = {
      ...row,
      count: below.count === null || row.count === null ? null : below.count + row.count,
      from: Math.min(below.from, row.from),
      to: Math.max(below.to, row.to),
    };
  } else {
    rows.push(row);
  }
}

/** Index of the first row that is not older. */
function placeOf(rows: readonly TailRow[], row: TailRow): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const candidate = rows[middle];
    if (candidate && oldestFirst(candidate, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
