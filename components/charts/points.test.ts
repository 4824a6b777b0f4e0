import { describe, expect, it } from "vitest";
import { type Column, highestOf, indexAt, middleOf, piecesOf } from "./points";

const column = (values: Column["values"], rest: Partial<Column> = {}): Column => ({
  start: 100,
  step: 20,
  unfinished: 0,
  asOf: 1_000_000,
  tailFrom: null,
  values,
  ...rest,
});
const valuesOf = (points: readonly (readonly [number, number | null])[]) => points.map(([, value]) => value);

describe("where a point is drawn", () => {
  it("is the middle of the window that it stands for", () => {
    expect(middleOf(column([]), 0)).toBe(90_000);
    expect(middleOf(column([]), 2)).toBe(130_000);
  });

  it("is the middle of what has passed of a step that still runs", () => {
    expect(middleOf(column([], { asOf: 128_000 }), 2)).toBe(124_000);
    expect(middleOf(column([], { asOf: 0 }), 2)).toBe(120_000);
  });

  it("is found again from any instant of its window", () => {
    const grid = { start: 100, step: 20, points: 3 };
    expect(indexAt(grid, 80_001)).toBe(0);
    expect(indexAt(grid, 100_000)).toBe(0);
    expect(indexAt(grid, 100_001)).toBe(1);
    expect(indexAt(grid, 140_001)).toBeUndefined();
    expect(indexAt(grid, 80_000)).toBeUndefined();
  });
});

describe("piecesOf", () => {
  it("keeps a gap a gap", () => {
    expect(valuesOf(piecesOf(column([1, null, 3])).whole)).toEqual([1, null, 3]);
  });

  it("draws the steps that still run apart, joined to the last whole one", () => {
    const { whole, running } = piecesOf(column([1, 2, 3, 4], { unfinished: 1 }));
    expect(valuesOf(whole)).toEqual([1, 2, 3]);
    expect(valuesOf(running)).toEqual([3, 4]);
  });

  it("fades the end of a line that has gone silent, and calls nothing of it running", () => {
    const { whole, running, tail } = piecesOf(column([1, 2, 3, null], { unfinished: 1, tailFrom: 110_000 }));
    expect(valuesOf(whole)).toEqual([1]);
    expect(valuesOf(tail)).toEqual([1, 2, 3, null]);
    expect(running).toEqual([]);
  });

  it("marks points without neighbours, which a line would not show", () => {
    expect(valuesOf(piecesOf(column([1, null, 3, null, 5, 6])).isolated)).toEqual([1, 3]);
    expect(piecesOf(column([1, 2])).isolated).toEqual([]);
    expect(piecesOf(column([null, 0, null])).isolated).toHaveLength(1);
  });

  it("has every point in some piece, whatever the lengths", () => {
    for (const unfinished of [0, 1, 2, 5]) {
      for (const tailFrom of [null, 0, 115_000, 9_999_999]) {
        const { whole, running, tail } = piecesOf(column([1, 2, 3], { unfinished, tailFrom }));
        expect(new Set([...valuesOf(whole), ...valuesOf(running), ...valuesOf(tail)])).toEqual(
          new Set([1, 2, 3]),
        );
      }
    }
  });
});

it("finds the highest value, and zero where there is none", () => {
  expect(highestOf([[1, null], [7], []])).toBe(7);
  expect(highestOf([[null]])).toBe(0);
});
