import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quote } from "./promql";

/** Reads a PromQL double-quoted literal back, by the grammar's own rules: what is between the quotes, unescaped. */
function read(literal: string): string {
  expect(literal.startsWith('"') && literal.endsWith('"')).toBe(true);
  const body = literal.slice(1, -1);
  let text = "";
  for (let i = 0; i < body.length; i += 1) {
    const character = body[i];
    if (character === '"' || character === "\n") throw new Error("the literal ends early");
    if (character !== "\\") {
      text += character;
      continue;
    }
    i += 1;
    const code = body[i];
    if (code === "x") {
      text += String.fromCharCode(Number.parseInt(body.slice(i + 1, i + 3), 16));
      i += 2;
    } else {
      const known = { n: "\n", r: "\r", t: "\t", "\\": "\\", '"': '"' }[code ?? ""];
      if (known === undefined) throw new Error(`unknown escape ${code}`);
      text += known;
    }
  }
  return text;
}

describe("quote", () => {
  it("makes a literal that reads back as the text, whatever the text", () => {
    const nasty = fc.string({
      unit: fc.constantFrom('"', "\\", "\n", "}", "{", "#", "\0", "\r", "x", "=", ",", "é"),
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: "grapheme" })), (text) => {
        expect(read(quote(text))).toBe(text);
      }),
    );
  });

  it("keeps an injection inside its quotes", () => {
    expect(quote('x",project_id="b')).toBe('"x\\",project_id=\\"b"');
  });
});
