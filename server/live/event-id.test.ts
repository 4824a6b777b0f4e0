import fc from "fast-check";
import { expect, test } from "vitest";
import { formatEventId, parseEventId } from "./event-id";

test("an id says what it was made of", () => {
  const id = { epoch: "0af3", seq: 17, ingestedAt: 1_800_000_000_123 };
  expect(parseEventId(formatEventId(id))).toEqual(id);
});

test("whatever else a client sends is no id, and never an error", () => {
  for (const odd of [
    null,
    undefined,
    "",
    "0-0-0",
    "a-1",
    "a--1-5",
    "A-1-1",
    "a-01-1",
    "a-1-1-1",
    "a-1-1\n",
  ]) {
    expect(parseEventId(odd)).toBeUndefined();
  }
  expect(parseEventId("1".repeat(1_000_000))).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      const id = parseEventId(text);
      if (id) expect(formatEventId(id)).toBe(text);
    }),
  );
});
