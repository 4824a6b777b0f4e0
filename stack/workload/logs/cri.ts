import type { Node } from "../model/nodes";
import type { LogLine } from "./lines";

/** What a runtime writes in one piece; a longer line is split, each piece but the last marked `P`. */
export const criPieceBytes = 16_384;

/**
 * A line as the container runtime writes it to its log file, line ends included. Both runtimes write
 * `<time> <stream> <P|F> <content>`; they differ in how they write the time.
 */
export function criText(line: LogLine, runtime: Node["runtime"]): string {
  const pieces = piecesOf(line.text);
  return pieces
    .map((piece, index) => {
      const time = criTime(line.timeNs + BigInt(index) * 900n, runtime);
      return `${time} ${line.stream} ${index === pieces.length - 1 ? "F" : "P"} ${piece}\n`;
    })
    .join("");
}

/** RFC 3339 with nanoseconds: containerd trims trailing zeros and says `Z`, CRI-O keeps them and says `+00:00`. */
export function criTime(timeNs: bigint, runtime: Node["runtime"]): string {
  const seconds = new Date(Number(timeNs / 1_000_000n)).toISOString().slice(0, 19);
  const nanoseconds = String(timeNs % 1_000_000_000n).padStart(9, "0");
  if (runtime === "cri-o") return `${seconds}.${nanoseconds}+00:00`;
  const trimmed = nanoseconds.replace(/0+$/, "");
  return trimmed === "" ? `${seconds}Z` : `${seconds}.${trimmed}Z`;
}

/** The nanoseconds of such a time, or undefined where the text is none. */
export function parseCriTime(text: string): bigint | undefined {
  const [, seconds, fraction = ""] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)$/.exec(text) ?? [];
  if (!seconds) return undefined;
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** The line cut into pieces of at most `criPieceBytes`; runtimes cut bytes, these cuts spare whole characters. */
function piecesOf(text: string): string[] {
  if (text.length * 3 <= criPieceBytes || Buffer.byteLength(text) <= criPieceBytes) return [text];
  const pieces: string[] = [];
  let piece = "";
  let size = 0;
  for (const character of text) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > criPieceBytes) {
      pieces.push(piece);
      piece = "";
      size = 0;
    }
    piece += character;
    size += bytes;
  }
  return [...pieces, piece];
}
