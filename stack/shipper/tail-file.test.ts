import { appendFile, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCheckpoint, writeCheckpoint } from "./checkpoint";
import { beginning, type Position, type PositionedRecord, TailFile } from "./tail-file";

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "stardeck-tail-"));
  path = join(directory, "0.log");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function open(from: Position = beginning): Promise<TailFile> {
  const { dev, ino } = await stat(path);
  const tail = await TailFile.open(path, `${dev}:${ino}`, from);
  if (!tail) throw new Error("the file is another one");
  return tail;
}

async function readAll(tail: TailFile): Promise<readonly PositionedRecord[]> {
  const records: PositionedRecord[] = [];
  for (;;) {
    const read = await tail.read();
    records.push(...read.records);
    if (read.end) return records;
  }
}

const texts = (records: readonly PositionedRecord[]) => records.map(({ record }) => record.raw.toString());
const line = (text: string, tag = "F", stream = "stdout") =>
  `2026-11-23T22:00:00.1Z ${stream} ${tag} ${text}\n`;

test("a line is read when its end is there", async () => {
  await writeFile(path, line("one") + line("two").slice(0, -3));
  const tail = await open();
  expect(texts(await readAll(tail))).toEqual(["one"]);
  await appendFile(path, line("two").slice(-3) + line("three"));
  expect(texts(await readAll(tail))).toEqual(["two", "three"]);
  await tail.close();
});

test("more than a chunk, and a line longer than a chunk", async () => {
  const long = "x".repeat(200_000);
  const many = Array.from({ length: 5_000 }, (_, index) => `line ${index}`);
  await writeFile(path, [...many, long, "end"].map((text) => line(text)).join(""));
  const tail = await open();
  expect(texts(await readAll(tail))).toEqual([...many, long, "end"]);
  await tail.close();
});

test("every position is one to go on from, also between the parts of a split line", async () => {
  const content =
    line("a") +
    line("b1 ", "P") +
    line("c", "F", "stderr") +
    line("b2 ", "P") +
    line("d", "F", "stderr") +
    line("b3");
  await writeFile(path, content);
  const tail = await open();
  const all = await readAll(tail);
  await tail.close();
  expect(texts(all)).toEqual(["a", "c", "d", "b1 b2 b3"]);
  const checkpoint = join(directory, "checkpoint.json");
  for (const [index, { after }] of all.entries()) {
    await writeCheckpoint(checkpoint, { files: { key: { fingerprint: "f", labels: {}, position: after } } });
    const position = (await readCheckpoint(checkpoint)).files.key?.position;
    const resumed = await open(position);
    expect(texts(await readAll(resumed))).toEqual(texts(all).slice(index + 1));
    await resumed.close();
  }
});

test("a renamed and a deleted file are read to their end", async () => {
  await writeFile(path, line("one"));
  const tail = await open();
  await rename(path, `${path}.20261123-220000`);
  await appendFile(`${path}.20261123-220000`, line("two"));
  await rm(`${path}.20261123-220000`);
  expect(texts(await readAll(tail))).toEqual(["one", "two"]);
  await tail.close();
});

test("a path that leads to another file by now is not opened as the old one", async () => {
  await writeFile(path, line("old"));
  const { dev, ino } = await stat(path);
  await rename(path, `${path}.1`);
  await writeFile(path, line("new"));
  expect(await TailFile.open(path, `${dev}:${ino}`, beginning)).toBeUndefined();
});

test("a line that nobody ends is given up as it stands", async () => {
  await writeFile(path, line("half a ", "P") + line("line", "P"));
  const tail = await open();
  expect(await readAll(tail)).toEqual([]);
  expect(texts(tail.flush())).toEqual(["half a line"]);
  expect(tail.flush()).toEqual([]);
  await tail.close();
});

test("a checkpoint that cannot be understood is no empty one", async () => {
  const checkpoint = join(directory, "checkpoint.json");
  expect(await readCheckpoint(checkpoint)).toEqual({ files: {} });
  await writeFile(checkpoint, '{"version":2}');
  await expect(readCheckpoint(checkpoint)).rejects.toThrow("is not a checkpoint");
});
