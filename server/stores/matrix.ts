import { z } from "zod";
import type { Grid } from "@/lib/time/step";

/**
 * Reads the answer of a range query (`resultType: "matrix"`) straight onto its grid. A dashboard's answer is 16,000
 * pairs of an instant and a number in quotes: as JSON each would become an array and a string, which costs more than
 * the query did. So the pairs are read as bytes, and only what is left without them is parsed as JSON.
 */

export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** A value a grid point; NaN where the answer has none, or none that is finite. */
  readonly values: Float64Array;
}

const skeleton = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.tuple([]) })),
  }),
});

/** Can stand nowhere else: within a JSON string the quotes would be escaped. */
const opening = Buffer.from('"values":[[');

/**
 * The series of an answer; numbers to about fifteen digits. Instants off the grid are left out. Throws a SyntaxError
 * or a ZodError for what is no such answer.
 */
export function readMatrix(answer: Buffer, grid: Grid): RangeSeries[] {
  const columns: Float64Array[] = [];
  const rest: string[] = [];
  let from = 0;
  for (;;) {
    const at = answer.indexOf(opening, from);
    if (at < 0) break;
    const begin = at + opening.length - 1;
    rest.push(answer.toString("utf8", from, begin), "]");
    const column = new Float64Array(grid.points).fill(Number.NaN);
    from = readPairs(answer, begin, grid, column);
    columns.push(column);
  }
  rest.push(answer.toString("utf8", from));
  const { result } = skeleton.parse(JSON.parse(rest.join(""))).data;
  if (result.length !== columns.length) throw new SyntaxError("a series without values");
  return result.map(({ metric }, index) => ({
    labels: metric,
    values: columns[index] ?? new Float64Array(),
  }));
}

const [comma, quote, open, close] = [0x2c, 0x22, 0x5b, 0x5d] as const;

/** Reads `[t,"v"],[t,"v"]…]` from `at`; returns the position behind the last bracket. */
function readPairs(bytes: Buffer, at: number, grid: Grid, column: Float64Array): number {
  const cursor = { bytes, at };
  for (;;) {
    expect(cursor, open);
    const index = (readNumber(cursor) - grid.start) / grid.step;
    expect(cursor, comma);
    expect(cursor, quote);
    const value = readNumber(cursor);
    expect(cursor, quote);
    expect(cursor, close);
    // Off the grid the index is a fraction or out of bounds, and a typed array takes neither.
    if (Number.isInteger(index) && index >= 0 && index < column.length && Number.isFinite(value))
      column[index] = value;
    if (bytes[cursor.at] === close) return cursor.at + 1;
    expect(cursor, comma);
  }
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

function expect(cursor: Cursor, byte: number): void {
  if (cursor.bytes[cursor.at] !== byte) throw new SyntaxError(`unexpected byte at ${cursor.at}`);
  cursor.at += 1;
}

/** A decimal number as JSON and Go write it; NaN, +Inf and -Inf are NaN here: no point to draw. */
function readNumber(cursor: Cursor): number {
  const { bytes } = cursor;
  const start = cursor.at;
  let at = start;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let inFraction = false;
  if (bytes[at] === 0x2d) at += 1;
  for (; ; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit >= 0 && digit <= 9) {
      // What goes beyond the double's own precision only shifts the decimal point.
      if (digits < 17) {
        mantissa = mantissa * 10 + digit;
        if (mantissa > 0) digits += 1;
        if (inFraction) scale -= 1;
      } else if (!inFraction) scale += 1;
    } else if (digit === -2 && !inFraction) inFraction = true;
    else break;
  }
  const byte = bytes[at];
  if (byte === comma || byte === quote) {
    if (at === start) throw new SyntaxError(`a number is missing at ${at}`);
    cursor.at = at;
    const size = scale < 0 ? mantissa / 10 ** -scale : mantissa * 10 ** scale;
    return bytes[start] === 0x2d ? -size : size;
  }
  // Exponents, infinities and NaN are rare: the general way.
  const end = bytes.indexOf(quote, at);
  if (end < 0 || end - start > 40) throw new SyntaxError(`a number never ends at ${start}`);
  cursor.at = end;
  return Number(bytes.toString("latin1", start, end));
}
