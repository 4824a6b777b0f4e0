import { expect, it } from "vitest";
import { once } from "./process";
import { checkedRange } from "./time";

const hour = 3_600_000;
const now = Date.parse("2026-05-04T12:00:00Z");
// What a configuration with `maxRange: 2h` is to whoever asks for it in this process.
once("config", () => ({ limits: { maxRange: 2 * hour } }));

it("gives back a range that may be asked for", () => {
  expect(checkedRange({ from: now - 2 * hour, to: now }, now)).toEqual({ from: now - 2 * hour, to: now });
});

it.each([
  [{ from: now - 2 * hour - 1, to: now }, "longer than the 2 hours"],
  [{ from: now, to: now - hour }, "ends before it begins"],
  [{ from: now - 91 * 24 * hour, to: now }, "longer than 90 days"],
])("refuses %j in words", (range, words) => {
  expect(() => checkedRange(range, now)).toThrow(words);
});
