import fc from "fast-check";
import { expect, test } from "vitest";
import { CumulativeSeries } from "./cumulative";
import { uniform } from "./random";
import { hourMs, slotMs, slotOf, slotStart } from "./time";

const amount = (slot: number) => Math.floor(1000 * uniform(7, slot, 1));
const start = 1_795_400_000_000;

function series(from: number, to: number): CumulativeSeries {
  return new CumulativeSeries(2, from, to, (slot, out) => {
    out[0] = amount(slot);
    out[1] = 1;
  });
}

function at(one: CumulativeSeries, instant: number): [number, number] {
  const out = new Float64Array(2);
  one.at(instant, out);
  return [out[0] ?? Number.NaN, out[1] ?? Number.NaN];
}

const instant = fc.integer({ min: start - hourMs, max: start + 9 * hourMs });

test("a counter never falls, whatever the order in which it is asked", () => {
  const one = series(start, start + 8 * hourMs);
  fc.assert(
    fc.property(instant, instant, (left, right) => {
      const [first, second] = left < right ? [left, right] : [right, left];
      const later = at(one, second)[0];
      expect(at(one, first)[0]).toBeLessThanOrEqual(later);
    }),
  );
});

test("between two slots' edges it grows by what those slots add", () => {
  const one = series(slotStart(slotOf(start)), Number.POSITIVE_INFINITY);
  fc.assert(
    fc.property(fc.nat(2000), fc.nat(2000), (from, count) => {
      const first = slotOf(start) + from;
      let sum = 0;
      for (let slot = first; slot < first + count; slot += 1) sum += amount(slot);
      expect(at(one, slotStart(first + count))[0] - at(one, slotStart(first))[0]).toBe(sum);
    }),
  );
});

test("a slot that is lived in part adds its part", () => {
  const from = slotStart(slotOf(start)) + 5_000;
  const one = series(from, from + slotMs);
  expect(at(one, from)).toEqual([0, 0]);
  expect(at(one, from + 10_000)[1]).toBeCloseTo(10 / 15);
  expect(at(one, from + slotMs)[1]).toBeCloseTo(1);
  expect(at(one, from + hourMs)[1]).toBeCloseTo(1);
});

test("a new series says the same as one that was asked all along", () => {
  const old = series(start, start + 8 * hourMs);
  for (let time = start; time < start + 8 * hourMs; time += 41_000) at(old, time);
  fc.assert(
    fc.property(instant, (time) => {
      expect(at(series(start, start + 8 * hourMs), time)).toEqual(at(old, time));
    }),
    { numRuns: 20 },
  );
});
