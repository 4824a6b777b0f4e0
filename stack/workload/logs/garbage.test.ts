import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { minuteMs } from "../model/time";
import { collectGarbage } from "./garbage";

let varLog = "";
beforeEach(() => {
  varLog = mkdtempSync(join(tmpdir(), "workload-garbage-"));
  mkdirSync(join(varLog, "containers"));
});
afterEach(() => rmSync(varLog, { recursive: true, force: true }));

const now = Date.parse("2026-11-23T22:00:00Z");

/** A container's log and one that was put aside, last written `age` milliseconds ago. */
function log(pod: string, number: number, age: number): string {
  const directory = join(varLog, "pods", pod, "web");
  mkdirSync(directory, { recursive: true });
  for (const name of [`${number}.log`, `${number}.log.20261123-210000.gz`])
    writeFileSync(join(directory, name), "x\n");
  const written = (now - age) / 1000;
  utimesSync(join(directory, `${number}.log`), written, written);
  const link = join(varLog, "containers", `${pod}-${number}.log`);
  symlinkSync(join("..", "pods", pod, "web", `${number}.log`), link);
  return link;
}

test("logs of containers that ended a while ago go, with what was put aside; the others stay", () => {
  const alive = log("pod-a", 1, 90 * minuteMs);
  const before = log("pod-a", 0, 90 * minuteMs);
  const recent = log("pod-b", 0, 5 * minuteMs);
  const gone = log("pod-c", 0, 90 * minuteMs);
  const foreign = join(varLog, "containers", "put-here-by-somebody.log");
  writeFileSync(foreign, "");
  utimesSync(foreign, 1, 1);
  collectGarbage(varLog, new Set([alive]), now);
  expect([alive, recent, foreign].map((path) => existsSync(path))).toEqual([true, true, true]);
  expect([before, gone].map((path) => existsSync(path))).toEqual([false, false]);
  expect(readdirSync(join(varLog, "pods")).toSorted()).toEqual(["pod-a", "pod-b"]);
  expect(readdirSync(join(varLog, "pods", "pod-a", "web"))).toEqual(["1.log", "1.log.20261123-210000.gz"]);
});

test("a node without logs has none to remove", () => {
  rmSync(join(varLog, "containers"), { recursive: true });
  expect(() => collectGarbage(varLog, new Set(), now)).not.toThrow();
});
