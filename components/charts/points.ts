/** One series on a regular grid of times. */
export interface Column {
  /** Epoch seconds of the first point; a point at t stands for (t − step, t]. */
  readonly start: number;
  /** Seconds. */
  readonly step: number;
  readonly values: readonly (number | null)[];
  /** How many of the last points have steps that still run. */
  readonly unfinished: number;
  /** Epoch milliseconds up to which there is data to speak of: the last step's true end while it still runs. */
  readonly asOf: number;
  /** Epoch milliseconds from which the line is its stale tail; null while it is current. */
  readonly tailFrom: number | null;
}

export type Point = readonly [at: number, value: number | null];

export interface Pieces {
  readonly whole: readonly Point[];
  /** The last steps, not over yet, from the last whole point on. */
  readonly running: readonly Point[];
  /** The end of a line that has gone silent. */
  readonly tail: readonly Point[];
  /** Points without neighbours: a line of one point has no length, so they need a mark. */
  readonly isolated: readonly Point[];
}

/** Epoch milliseconds in the middle of a point's window, where it is drawn. */
export function middleOf(
  { start, step, asOf }: Pick<Column, "start" | "step" | "asOf">,
  index: number,
): number {
  const end = (start + index * step) * 1_000;
  const begin = end - step * 1_000;
  return (begin + Math.min(end, Math.max(begin, asOf))) / 2;
}

/**
 * A column as the pieces that are drawn differently. Neighbouring pieces share a point, so that the line does not
 * break where its manner changes; a null stays a null in each.
 */
export function piecesOf(column: Column): Pieces {
  const { values, unfinished, tailFrom } = column;
  const points: Point[] = values.map((value, index) => [middleOf(column, index), value]);
  const end = points.length;
  const runsFrom = tailFrom === null ? Math.max(0, end - unfinished) : end;
  const found = tailFrom === null ? -1 : points.findIndex(([at]) => at >= tailFrom);
  const tailAt = found === -1 ? end : found;
  const wholeTo = Math.min(runsFrom, tailAt);
  return {
    whole: points.slice(0, wholeTo),
    running: runsFrom < end ? points.slice(Math.max(0, runsFrom - 1)) : [],
    tail: tailAt < end ? points.slice(Math.max(0, tailAt - 1)) : [],
    isolated: points.filter(
      ([, value], index) =>
        value !== null && isGap(values[index - 1]) && isGap(values[index + 1]) && values.length > 1,
    ),
  };
}

const isGap = (value: number | null | undefined): boolean => value === null || value === undefined;

/** The greatest value of some columns; 0 where all is gaps. */
export function highestOf(columns: readonly (readonly (number | null)[])[]): number {
  let highest = 0;
  for (const column of columns) {
    for (const value of column) if (value !== null && value > highest) highest = value;
  }
  return highest;
}

/** The index of the point whose window holds an instant (epoch milliseconds); undefined outside the grid. */
export function indexAt(
  { start, step, points }: { readonly start: number; readonly step: number; readonly points: number },
  at: number,
): number | undefined {
  // Adding zero turns a negative zero into one that equals the first index.
  const index = Math.ceil((at / 1_000 - start) / step) + 0;
  return index >= 0 && index < points ? index : undefined;
}
