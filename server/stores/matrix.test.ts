import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMatrix } from "./matrix";

const grid = { step: 15, start: 1500, end: 1560, points: 5 };

const answer = (result: { metric: Record<string, string>; values: [number, string][] }[]) =>
  Buffer.from(
    JSON.stringify({
      status: "success",
      data: { resultType: "matrix", result },
      stats: { seriesFetched: "1" },
    }),
  );
const series = (values: [number, string][], metric: Record<string, string> = { __name__: "x" }) => ({
  metric,
  values,
});
const valuesOf = (...values: [number, string][]) => [
  ...(readMatrix(answer([series(values)]), grid)[0]?.values ?? []),
];

describe("readMatrix", () => {
  it("puts each value on its point, and leaves the others without one", () => {
    expect(valuesOf([1500, "20"], [1530, "21.5"], [1560, "0"])).toEqual([
      20,
      Number.NaN,
      21.5,
      Number.NaN,
      0,
    ]);
  });

  it("leaves out what is off the grid or no number", () => {
    expect(
      valuesOf([1485, "1"], [1507, "2"], [1575, "3"], [1515, "NaN"], [1530, "+Inf"], [1545, "-Inf"]),
    ).toEqual(new Array(5).fill(Number.NaN));
  });

  it.each([
    "0",
    "-0.5",
    "1e-9",
    "1.5e+21",
    "94.18333333333334",
    "0.00000012345678901234567",
    "123456789012345678901234",
  ])("reads %s as JavaScript does, to fifteen digits", (text) => {
    const read = valuesOf([1500, text])[0] ?? Number.NaN;
    expect(read.toPrecision(15)).toBe(Number(text).toPrecision(15));
  });

  it("agrees with JSON.parse on any numbers, in any label's company", () => {
    const label = fc.string({
      unit: fc.constantFrom('"', "\\", "[", "]", ":", "v", "values", '"values":[[', "é"),
    });
    const value = fc.double({ noDefaultInfinity: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(label, fc.array(value, { minLength: 1, maxLength: 5 })), { maxLength: 4 }),
        (rows) => {
          const result = rows.map(([text, values]) =>
            series(
              values.map((each, index): [number, string] => [1500 + 15 * index, String(each)]),
              { __name__: "x", text },
            ),
          );
          const read = readMatrix(answer(result), grid);
          expect(read.map(({ labels }) => labels)).toEqual(result.map(({ metric }) => metric));
          for (const [index, [, values]] of rows.entries()) {
            for (const [point, expected] of values.entries()) {
              const found = read[index]?.values[point] ?? Number.NaN;
              expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-14);
            }
          }
        },
      ),
    );
  });

  it.each([
    ["an error", '{"status":"error","error":"no"}'],
    ["another type of result", '{"status":"success","data":{"resultType":"vector","result":[]}}'],
    ["a page", "<html>"],
    [
      "an answer that ends early",
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1500,"2',
    ],
    [
      "a bare number",
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1500,2]]}]}}',
    ],
    [
      "a series without values",
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[]}]}}',
    ],
  ])("refuses %s", (_what, text) => {
    expect(() => readMatrix(Buffer.from(text), grid)).toThrow();
  });
});
