import { describe, expect, it } from "vitest";
import { maxRangeMs, parseInstant, rangeProblem, resolveRange } from "./range";

const now = Date.parse("2026-05-04T12:00:00Z");

describe("parseInstant", () => {
  it.each([
    ["now", now],
    ["now-15m", now - 900_000],
    ["now-2d", now - 172_800_000],
    ["2026-05-04T10:00:00Z", now - 7_200_000],
    ["2026-05-04T12:00:00.250+02:00", now - 7_200_000 + 250],
  ])("reads %s", (text, expected) => {
    expect(parseInstant(text, now)).toBe(expected);
  });

  it.each([
    "",
    "yesterday",
    "now-",
    "now-1y",
    "now+1h",
    "1746360000000",
    "2026-13-40T00:00:00Z",
    "2026-05-04",
  ])("refuses %j", (text) => {
    expect(parseInstant(text, now)).toBeUndefined();
  });
});

describe("a range", () => {
  it("is resolved against the given present", () => {
    expect(resolveRange({ from: "now-1h", to: "now" }, now)).toEqual({
      ok: true,
      range: { from: now - 3_600_000, to: now },
    });
  });

  it.each([
    [{ from: now, to: now - 1 }, "reversed"],
    [{ from: now, to: now }, "reversed"],
    [{ from: now - maxRangeMs - 1, to: now }, "too-long"],
    [{ from: Number.NaN, to: now }, "not-a-time"],
    [{ from: 0, to: Number.POSITIVE_INFINITY }, "not-a-time"],
    [{ from: now + 120_000, to: now + 240_000 }, "in-the-future"],
    [{ from: now - maxRangeMs, to: now }, undefined],
  ] as const)("%j is %s", (range, problem) => {
    expect(rangeProblem(range, now)).toBe(problem);
  });
});
