import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { regions } from "../../world";
import { writtenLines } from "../ledger/lines";
import { Model } from "../model/model";
import { anchorAt, minuteMs } from "../model/time";
import { criText } from "./cri";
import { linesOf } from "./lines";
import { catchUpMs, LogWriter } from "./writer";

const anchor = anchorAt(Date.parse("2026-11-23T22:09:07Z"));
const model = new Model(anchor);
const start = anchor.firstStart;
let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "workload-logs-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const writerAt = (now: number, maxBytes = 10_000_000) =>
  new LogWriter(
    model,
    {
      limits: { maxBytes, maxFiles: 1000 },
      positionFile: join(directory, "position.json"),
      varLogOf: (_, node) => join(directory, node),
    },
    now,
  );

/** Every line of every file under the nodes, those put aside among them. */
function written(): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => /\d+\.log(\.[\d-]+(\.gz)?)?$/.test(name) && name.includes("pods"))
    .flatMap((name) => {
      const bytes = readFileSync(join(directory, name));
      return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
    })
    .filter((line) => line !== "");
}

/** What the model says was said, as it would be written. */
function said(from: number, to: number): string[] {
  return regions
    .flatMap(({ id }) => model.podsIn(id, from, to))
    .flatMap((pod) =>
      linesOf(model, pod, from, to).flatMap((line) =>
        criText(line, pod.node === 1 ? "cri-o" : "containerd")
          .trimEnd()
          .split("\n"),
      ),
    );
}

const expectWritten = (expected: string[]) => expect(written().toSorted()).toEqual(expected.toSorted());

test("every line since the first start is written once, over many small batches", () => {
  const writer = writerAt(start + 3_000);
  for (let at = start + 3_000; at <= start + 4 * minuteMs; at += 1_950) writer.writeUntil(at);
  writer.writeUntil(start + 4 * minuteMs);
  expectWritten(said(start, start + 4 * minuteMs));
});

test("full files are put aside and compressed as a kubelet does, and no line is lost by it", () => {
  const writer = writerAt(start, 4_000);
  for (let at = start + 1_000; at <= start + 3 * minuteMs; at += 1_000) writer.writeUntil(at);
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).map((name) => basename(name));
  expect(names.some((name) => /^\d+\.log\.\d{8}-\d{6}$/.test(name))).toBe(true);
  expect(names.some((name) => /^\d+\.log\.\d{8}-\d{6}\.gz$/.test(name))).toBe(true);
  expectWritten(said(start, start + 3 * minuteMs));
});

test("a container's log is found by the name that log agents look for", () => {
  writerAt(start).writeUntil(start + 20_000);
  for (const { id } of regions) {
    for (const pod of model.podsAt(id, start + 20_000)) {
      const run = pod.runs.find(({ start: from, end }) => from <= start + 20_000 && end > start + 20_000);
      if (!run) continue;
      const link = join(
        directory,
        pod.nodeName,
        "containers",
        `${pod.name}_${pod.namespace}_${pod.container}-${run.id}.log`,
      );
      expect(readlinkSync(link)).toMatch(/^\.\.\/pods\//);
      expect(realpathSync(link)).toContain(
        `/pods/${pod.namespace}_${pod.name}_${pod.uid}/${pod.container}/${run.restarts}.log`,
      );
    }
  }
});

test("killed between a batch and the note of it, torn in mid-line, it goes on without losing or repeating a line", () => {
  const writer = writerAt(start, 6_000);
  for (let at = start + 1_000; at <= start + 60_000; at += 1_000) writer.writeUntil(at);
  // The note of a moment ago, and batches that came after it.
  cpSync(join(directory, "position.json"), join(directory, "older.json"));
  for (let at = start + 60_200; at <= start + 60_900; at += 200) writer.writeUntil(at);
  cpSync(join(directory, "older.json"), join(directory, "position.json"));
  const links = readdirSync(join(directory, "nyc3-a-node-1", "containers"));
  const torn = links.find((name) => name.startsWith("storefront-")) ?? "";
  appendFileSync(
    join(directory, "nyc3-a-node-1", "containers", torn),
    "2026-11-23T22:10:07.1234Z stdout F half a li",
  );
  // A line that somebody else wrote into the file is left alone.
  const foreign = "2026-11-23T22:10:30.5Z stdout F written by a test";
  const other = links.find((name) => name.startsWith("checkout-")) ?? "";
  appendFileSync(join(directory, "nyc3-a-node-1", "containers", other), `${foreign}\n`);

  const again = writerAt(start + 90_000, 6_000);
  again.writeUntil(start + 90_000);
  again.writeUntil(start + 95_000);
  rmSync(join(directory, "older.json"));
  expectWritten([...said(start, start + 95_000), foreign]);
});

test("after a long pause it leaves the lines in between out, and the ledger says so", () => {
  writerAt(start).writeUntil(start + minuteMs);
  const back = start + minuteMs + catchUpMs + 1;
  const again = writerAt(back);
  again.writeUntil(back + 30_000);
  expect(again.position.skipped).toEqual([[start + minuteMs, back]]);
  expectWritten([...said(start, start + minuteMs), ...said(back, back + 30_000)]);
  const checkout = model.placementsIn("nyc3")[1];
  if (!checkout) throw new Error("checkout is in nyc3");
  const lines = writtenLines(model, again.position, checkout, start, back + minuteMs);
  const times = lines.map(({ time_ns }) => Number(BigInt(time_ns) / 1_000_000n));
  expect(times.some((at) => at >= start + minuteMs && at < back)).toBe(false);
  expect(times.every((at) => at < back + 30_000)).toBe(true);
  expect(times.some((at) => at >= back)).toBe(true);
});

test("a machine that slept with the writer on it is a long pause, too", () => {
  const writer = writerAt(start);
  writer.writeUntil(start + 10_000);
  const woken = start + 8 * 60 * minuteMs;
  writer.writeUntil(woken);
  writer.writeUntil(woken + 5_000);
  expect(writer.position).toEqual({ writtenUntil: woken + 5_000, skipped: [[start + 10_000, woken]] });
  expectWritten([...said(start, start + 10_000), ...said(woken, woken + 5_000)]);
});
