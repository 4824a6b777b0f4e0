import fc from "fast-check";
import { expect, test } from "vitest";
import { containsPattern } from "./like";

/** LIKE as ClickHouse documents it: `%` any text, `_` any one character, `\` takes the meaning from the next. */
function like(text: string, pattern: string): boolean {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "%") source += "[^]*";
    else if (character === "_") source += "[^]";
    else source += (character === "\\" ? (pattern[++at] ?? "") : character).replace(/[^\w\s]/g, "\\$&");
  }
  return new RegExp(`^${source}$`).test(text);
}

const text = fc.string({ unit: fc.constantFrom("a", "b", "%", "_", "\\", "'", " ") });

test("matches exactly the texts that contain the words to the letter", () => {
  fc.assert(
    fc.property(text, text, (words, message) => {
      expect(like(message, containsPattern(words))).toBe(message.includes(words));
    }),
    { numRuns: 2_000 },
  );
});

test("finds the words within anything", () => {
  fc.assert(
    fc.property(text, text, text, (before, words, after) => {
      expect(like(before + words + after, containsPattern(words))).toBe(true);
    }),
  );
});
