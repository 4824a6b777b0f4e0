import { expect, test } from "vitest";
import { criPieceBytes, criText, criTime, parseCriTime } from "./cri";
import type { LogLine } from "./lines";

const timeNs = 1_795_470_000_120_000_000n;
// Only these are looked at.
const line = (text: string) => ({ timeNs, stream: "stderr", text }) as LogLine;

test("each runtime writes time its own way, and both are read again to the nanosecond", () => {
  expect(criTime(timeNs, "containerd")).toBe("2026-11-23T21:40:00.12Z");
  expect(criTime(timeNs, "cri-o")).toBe("2026-11-23T21:40:00.120000000+00:00");
  for (const runtime of ["containerd", "cri-o"] as const) {
    expect(parseCriTime(criTime(timeNs + 7n, runtime))).toBe(timeNs + 7n);
    expect(parseCriTime(criTime(1_795_470_000_000_000_000n, runtime))).toBe(1_795_470_000_000_000_000n);
  }
  expect(parseCriTime("yesterday")).toBeUndefined();
});

test("a line within the limit is one piece", () => {
  expect(criText(line("hello: søk 🫐"), "containerd")).toBe(
    "2026-11-23T21:40:00.12Z stderr F hello: søk 🫐\n",
  );
  expect(criText(line("x".repeat(criPieceBytes)), "containerd")).not.toContain(" P ");
});

test("a longer one is split into pieces that make it again", () => {
  const text = `${"æ".repeat(9_000)}${"x".repeat(20_000)}`;
  const pieces = criText(line(text), "containerd").trimEnd().split("\n");
  expect(pieces.length).toBe(3);
  expect(pieces.map((piece) => piece.split(" ")[2])).toEqual(["P", "P", "F"]);
  const contents = pieces.map((piece) => piece.split(" ").slice(3).join(" "));
  expect(contents.join("")).toBe(text);
  for (const content of contents) expect(Buffer.byteLength(content)).toBeLessThanOrEqual(criPieceBytes);
});
