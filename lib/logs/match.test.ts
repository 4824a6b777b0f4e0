import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldCase, lineMatcher, wantedLevels, wellFormed } from "./match";

const line = (message: string) => ({ message, level: "info" as const, kind: "runtime" as const });
const contains = (message: string, q: string) => lineMatcher({ q, source: "runtime" })(line(message));

describe("lineMatcher", () => {
  test("a text contains each of its parts, in any case", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: "grapheme" }), fc.string(), (before, word, after) => {
        expect(contains(before + word + after, word)).toBe(true);
        expect(contains(before + foldCase(word) + after, word)).toBe(true);
      }),
    );
  });

  test("what is special in a pattern means itself", () => {
    expect(contains("100%", "%")).toBe(true);
    expect(contains("1000", "%")).toBe(false);
    expect(contains("a_b", "_")).toBe(true);
    expect(contains("axb", "a_b")).toBe(false);
    expect(contains("a\\b", "\\")).toBe(true);
  });

  test("source and levels choose; no level is any level", () => {
    const build = { ...line("x"), kind: "build" as const };
    expect(lineMatcher({ source: "runtime" })(build)).toBe(false);
    expect(lineMatcher({ source: "build" })(build)).toBe(true);
    expect(lineMatcher({ source: "runtime", levels: ["error"] })(line("x"))).toBe(false);
    expect(lineMatcher({ source: "runtime", levels: ["error", "info"] })(line("x"))).toBe(true);
    expect(lineMatcher({ source: "runtime", levels: [] })(line("x"))).toBe(true);
  });
});

describe("foldCase", () => {
  test("looks at each character by itself", () => {
    expect(foldCase("ΑΣ")).toBe("ασ");
    expect(foldCase("İ")).toBe("İ");
    expect(foldCase("GRÜSSE")).toBe("grüsse");
  });

  test("is the same the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(foldCase(foldCase(text))).toBe(foldCase(text));
      }),
    );
  });
});

test("half characters become one that any store can be asked for", () => {
  expect(wellFormed("a\uD800b")).toBe("a\u{FFFD}b");
  expect(wellFormed("a😀b")).toBe("a😀b");
});

test("unknown also names levels that we don't know", () => {
  expect(wantedLevels({ source: "runtime" })).toBeNull();
  expect(wantedLevels({ source: "runtime", levels: ["error"] })).toEqual({ named: ["error"], other: false });
  expect(wantedLevels({ source: "runtime", levels: ["unknown"] })).toEqual({
    named: ["unknown"],
    other: true,
  });
});
