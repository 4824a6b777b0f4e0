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

const [comma, quote, open, close, minus, point, zero] = [0x2c, 0x22, 0x5b, 0x5d, 0x2d, 0x2e, 0x30] as const;

/**
 * Reads `[t,"v"],[t,"v"]…]` from `begin` onto the column; returns the position behind the last bracket. It is one
 * loop over the bytes, since it runs half a million times a dashboard.
 */
function readPairs(bytes: Buffer, begin: number, grid: Grid, column: Float64Array): number {
  let at = begin;
  for (;;) {
    if (bytes[at] !== open) throw unexpected(at);
    const comes = bytes.indexOf(comma, at);
    // Instants are whole seconds on our grids; anything else is read in the general way and then off the grid.
    const index = (numberIn(bytes, at + 1, comes) - grid.start) / grid.step;
    if (bytes[comes + 1] !== quote) throw unexpected(comes + 1);
    const ends = bytes.indexOf(quote, comes + 2);
    if (comes < 0 || ends < 0 || bytes[ends + 1] !== close) throw unexpected(at);
    if (Number.isInteger(index) && index >= 0 && index < column.length) {
      const value = numberIn(bytes, comes + 2, ends);
      if (Number.isFinite(value)) column[index] = value;
    }
    if (bytes[ends + 2] === close) return ends + 3;
    if (bytes[ends + 2] !== comma) throw unexpected(ends + 2);
    at = ends + 3;
  }
}

const unexpected = (at: number) => new SyntaxError(`unexpected byte at ${at}`);

/** The decimal number between two positions, as JSON and Go write it; NaN where there is none. */
function numberIn(bytes: Buffer, begin: number, end: number): number {
  const negative = bytes[begin] === minus;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let inFraction = false;
  for (let at = negative ? begin + 1 : begin; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === point && !inFraction) inFraction = true;
    else if (byte < zero || byte > zero + 9) return Number(bytes.toString("latin1", begin, end));
    else if (digits < 17) {
      mantissa = mantissa * 10 + (byte - zero);
      if (mantissa > 0) digits += 1;
      if (inFraction) scale -= 1;
    } else if (!inFraction) scale += 1;
  }
  if (begin >= end) throw unexpected(begin);
  const size = scale < 0 ? mantissa / 10 ** -scale : mantissa * 10 ** scale;
  return negative ? -size : size;
}
