import { compareNewestFirst, type LineCursor, type LineFilter, type LogLine } from "@/lib/logs/line";
import type { TimeRange } from "@/lib/time/range";
import type { ProjectScope } from "../scope/capabilities";
import type { Asking } from "../stores/asking";
import { readRows } from "../stores/clickhouse";
import { filterText } from "./filter";
import { lineColumns, lineRow } from "./line-row";

export interface Search {
  readonly range: TimeRange;
  readonly filter: LineFilter;
  /** Only lines that come after this one, going back in time. */
  readonly cursor?: LineCursor | undefined;
  /** Lines at most, 1 to 500. */
  readonly limit: number;
}

export interface LinePage {
  /** Newest first, ties by id, each line once. */
  readonly lines: LogLine[];
  /** Where the next, older page begins; null when there is none. */
  readonly next: LineCursor | null;
}

/** More rows than lines are read, because a line that was sent twice has two rows until the store folds them. */
const spare = 20;
/** Rows of one reading at most: under the profile's limit of a result. */
const mostRows = 5_000;
/** Readings of one page at most. */
const mostReadings = 8;

/** The newest lines of a half-open range that match, or the page before `cursor`. Throws StoreError. */
export async function searchLines(scope: ProjectScope, search: Search, asking: Asking): Promise<LinePage> {
  return pageOf(search.limit, search.cursor, (cursor, rows) =>
    readRows(scope, { ...pageText(search, cursor), rest: newestFirst(rows), row: lineRow }, asking),
  );
}

/**
 * A full page from readings that may repeat lines. A page that repeats fill is read on from where it ended, with more
 * rows each time; should even that not fill it, the short page still has a cursor that moves on.
 */
export async function pageOf(
  limit: number,
  start: LineCursor | undefined,
  read: (cursor: LineCursor | undefined, rows: number) => Promise<LogLine[]>,
): Promise<LinePage> {
  const lines: LogLine[] = [];
  let rows = limit + spare;
  let cursor = start;
  let more = true;
  for (let reading = 0; more && lines.length <= limit && reading < mostReadings; reading++) {
    const found = await read(cursor, rows);
    for (const line of found) {
      const last = lines.at(-1);
      if (!last || compareNewestFirst(last, line) < 0) lines.push(line);
    }
    more = found.length === rows;
    const last = lines.at(-1);
    cursor = last && { ts: last.ts, id: last.id };
    rows = Math.min(rows * 2, mostRows);
  }
  const page = lines.slice(0, limit);
  const last = page.at(-1);
  return { lines: page, next: last && (more || lines.length > limit) ? { ts: last.ts, id: last.id } : null };
}

function pageText({ range, filter }: Search, cursor: LineCursor | undefined) {
  const { where, parameters } = filterText(filter);
  const to = nanoseconds(Math.ceil(range.to));
  const bounds = {
    from: nanoseconds(Math.ceil(range.from)),
    to,
    ...(cursor && { cursor_ts: least(BigInt(cursor.ts), to), cursor_id: int64(BigInt(cursor.id)) }),
  };
  return {
    select: lineColumns,
    where: [
      "line.ts >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')",
      "line.ts < fromUnixTimestamp64Nano({to:Int64}, 'UTC')",
      // The plain bound is what the primary key can seek by; the tuple alone would read the range from its end.
      ...(cursor
        ? [
            "line.ts <= fromUnixTimestamp64Nano({cursor_ts:Int64}, 'UTC')",
            "(line.ts, line.line_id) < (fromUnixTimestamp64Nano({cursor_ts:Int64}, 'UTC'), {cursor_id:Int64})",
          ]
        : []),
      ...where,
    ],
    parameters: { ...parameters, ...bounds },
  };
}

const newestFirst = (rows: number) => `ORDER BY line.ts DESC, line.line_id DESC LIMIT ${rows}`;

const nanoseconds = (milliseconds: number) => BigInt(milliseconds) * 1_000_000n;
const least = (a: bigint, b: bigint) => (a < b ? a : b);
const [int64Min, int64Max] = [-(2n ** 63n), 2n ** 63n - 1n];
/** A cursor is the client's to send: what is no 64-bit number is the nearest one. */
const int64 = (value: bigint) => (value < int64Min ? int64Min : least(value, int64Max));
