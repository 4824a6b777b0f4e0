import { expect, test } from "vitest";
import { SeenLines } from "./seen-lines";

test("a digest is of the window, from exclusive to inclusive, by the newest stamp", () => {
  const seen = new SeenLines();
  seen.add({ id: "5", at: 10 });
  seen.add({ id: "-9", at: 20 });
  seen.add({ id: "12", at: 30 });
  seen.add({ id: "5", at: 25 });
  expect(seen.digest({ from: 10, to: 30 })).toEqual({ count: 3, xor: String(5n ^ -9n ^ 12n) });
  expect(seen.digest({ from: 20, to: 30 })).toEqual({ count: 2, xor: String(5n ^ 12n) });
  expect(seen.digest({ from: 30, to: 40 })).toEqual({ count: 0, xor: "0" });
});

test("what is pruned is forgotten, what is newer is not", () => {
  const seen = new SeenLines();
  for (const at of [10, 20, 30]) seen.add({ id: String(at), at });
  seen.prune(20);
  expect([10, 20, 30].map((at) => seen.knows({ id: String(at), at }))).toEqual([false, true, true]);
});

test("more lines than it may hold raise the floor: the oldest still count as dealt with", () => {
  const seen = new SeenLines(0, 100);
  for (let at = 1; at <= 1_000; at++) seen.add({ id: String(at), at });
  expect(seen.size).toBeLessThanOrEqual(100);
  expect(seen.knows({ id: "1", at: 1 })).toBe(true);
  expect(seen.knows({ id: "other", at: 500 })).toBe(true);
  expect(seen.knows({ id: "new", at: 1_000 })).toBe(false);
});
