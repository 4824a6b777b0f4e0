/**
 * A tenant's bytes as text that can be looked at: terminal escape sequences are taken out, and characters that would
 * hide, overwrite or reorder what a reader sees are named instead of obeyed.
 */
export interface TextPiece {
  readonly kind: "text" | "control" | "match";
  readonly text: string;
}

/**
 * Colours and cursor movement (CSI), titles and links (OSC and their like, ended by BEL or ST), two-character escapes.
 * A sequence that never ends is left to `control`, so that it can't swallow the rest of a line.
 */
const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-Z\\^_`a-~]/g;

/** Control characters but tab and line feed, bidirectional controls, separators and invisible fillers. */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const bidiNames: Readonly<Record<string, string>> = {
  "\u061c": "ALM",
  "\u200e": "LRM",
  "\u200f": "RLM",
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
};

/** `␀` for what Unicode has a picture of, `‹RLO›` for bidirectional controls, `‹U+200B›` for the rest. */
function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `‹${bidiNames[character] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`}›`;
}

const withoutEscapes = (text: string): string => text.replace(escapes, "");

/** Finds the words of a search in a text, any case, as the store's search does. */
function matcher(words: string): RegExp | null {
  if (words === "") return null;
  try {
    return new RegExp(words.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "giu");
  } catch {
    // Half a surrogate pair is no pattern; then nothing is marked.
    return null;
  }
}

/** Marks of one line at most: beyond them a reader sees no more, and a page of them would be slow. */
const mostMatches = 200;

/**
 * A text in pieces: plain, control characters as visible names, and what a search found. `newlines`: are line feeds
 * kept (an opened line) or drawn as `⏎` (a row)?
 */
export function textPieces(text: string, words: string, newlines: "kept" | "drawn"): TextPiece[] {
  const whole = withoutEscapes(text).replaceAll("\r\n", "\n");
  const clean = newlines === "drawn" ? whole.replace(/\n+$/, "") : whole;
  const pieces: TextPiece[] = [];
  const pattern = matcher(words);
  let from = 0;
  for (let found = 0; pattern && found < mostMatches; found++) {
    const match = pattern.exec(clean);
    if (!match?.[0]) break;
    addVisible(pieces, clean.slice(from, match.index), "text", newlines);
    addVisible(pieces, match[0], "match", newlines);
    from = match.index + match[0].length;
  }
  addVisible(pieces, clean.slice(from), "text", newlines);
  return pieces;
}

const hiddenOrNewline = new RegExp(`${hidden.source}|\\n`, "g");

function addVisible(
  pieces: TextPiece[],
  text: string,
  kind: "text" | "match",
  newlines: "kept" | "drawn",
): void {
  let from = 0;
  for (const match of text.matchAll(newlines === "drawn" ? hiddenOrNewline : hidden)) {
    if (match.index > from) pieces.push({ kind, text: text.slice(from, match.index) });
    pieces.push({ kind: "control", text: match[0] === "\n" ? "⏎" : pictureOf(match[0]) });
    from = match.index + 1;
  }
  if (from < text.length) pieces.push({ kind, text: text.slice(from) });
}

export interface ClippedText {
  readonly text: string;
  /** Characters left out; 0 when all of it is there. */
  readonly rest: number;
}

/** The beginning of a long text, never half a surrogate pair. */
export function clip(text: string, most: number): ClippedText {
  if (text.length <= most) return { text, rest: 0 };
  const last = text.charCodeAt(most - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? most - 1 : most;
  return { text: text.slice(0, end), rest: text.length - end };
}
