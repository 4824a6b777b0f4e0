import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip, textPieces } from "./visible-text";

const shown = (text: string, words = "", newlines: "kept" | "drawn" = "drawn") =>
  textPieces(text, words, newlines)
    .map((piece) => piece.text)
    .join("");

const isUnsafe = (character: string) => {
  const code = character.charCodeAt(0);
  const control = (code < 0x20 && character !== "\t") || (code >= 0x7f && code < 0xa0);
  return control || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
};

describe("textPieces", () => {
  it("takes colours, cursor movement and links out", () => {
    expect(shown("\u001b[31;1merror\u001b[0m done")).toBe("error done");
    expect(shown("\u001b]8;;https://evil.test\u001b\\click\u001b]8;;\u0007 here")).toBe("click here");
    expect(shown("\u001b[2J\u001b[1;1Hgone\u009b31m")).toBe("gone");
  });

  it("does not let a sequence without an end swallow the line", () => {
    expect(shown("\u001b]0;title that never ends")).toContain("title that never ends");
  });

  it("names controls and bidirectional marks instead of obeying them", () => {
    expect(shown("a\u0000b\u0008c\u007f")).toBe("a␀b␈c␡");
    expect(shown("user\u202etxt.exe\u2066x")).toBe("user‹RLO›txt.exe‹LRI›x");
    expect(shown("zero\u200bwidth\ufeff")).toBe("zero‹U+200B›width‹U+FEFF›");
  });

  it("draws line ends in a row and keeps them in an opened line", () => {
    expect(shown("a\r\nb\nc\n")).toBe("a⏎b⏎c");
    expect(shown("a\r\nb\n", "", "kept")).toBe("a\nb\n");
    expect(shown("progress 10 %\rprogress 20 %")).toBe("progress 10 %␍progress 20 %");
  });

  it("marks what a search found, any case and literally", () => {
    expect(textPieces("GET /a.b GET /axb", "/A.B", "drawn")).toEqual([
      { kind: "text", text: "GET " },
      { kind: "match", text: "/a.b" },
      { kind: "text", text: " GET /axb" },
    ]);
    expect(textPieces("50% (a|b) [x]", "(A|B) [", "drawn")[1]).toEqual({ kind: "match", text: "(a|b) [" });
  });

  it("keeps letters of any script, emoji and combining marks as they are", () => {
    const text = "шлюз 👩‍💻 naïve 中文 ‌می‌خواهم";
    expect(shown(text)).toBe(text);
  });

  it("never throws and never shows a control character, whatever the text and the words", () => {
    const wild = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(wild, wild, (text, words) => {
        expect([...shown(text, words)].filter(isUnsafe)).toEqual([]);
      }),
    );
  });

  it("marks don't change what is shown", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ maxLength: 3 }), (text, words) => {
        expect(shown(text, words)).toBe(shown(text));
      }),
    );
  });
});

describe("clip", () => {
  it("says how much is left out", () => {
    expect(clip("abcdef", 4)).toEqual({ text: "abcd", rest: 2 });
    expect(clip("abcd", 4)).toEqual({ text: "abcd", rest: 0 });
  });
  it("never cuts a character in two", () => {
    expect(clip("ab😀cd", 3)).toEqual({ text: "ab", rest: 4 });
  });
});
