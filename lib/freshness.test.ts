import { describe, expect, it } from "vitest";
import { byWorst, freshnessState, freshnessStates } from "./freshness";

const now = 1_000_000_000;
const thresholds = { delayedAfter: 60_000, staleAfter: 120_000 };
const ago = (seconds: number) => now - seconds * 1000;

describe("freshnessState", () => {
  it.each([
    ["a new sample", { newestAt: ago(3), heartbeatAt: null, reachable: true }, "live"],
    ["a sample as old as live may be", { newestAt: ago(60), heartbeatAt: null, reachable: true }, "live"],
    ["an older one", { newestAt: ago(61), heartbeatAt: null, reachable: true }, "delayed"],
    ["as old as delayed may be", { newestAt: ago(120), heartbeatAt: null, reachable: true }, "delayed"],
    ["one past two minutes", { newestAt: ago(121), heartbeatAt: null, reachable: true }, "stale"],
    ["none ever", { newestAt: null, heartbeatAt: null, reachable: true }, "silent"],
    [
      "an old line and a beating heart",
      { newestAt: ago(9_000), heartbeatAt: ago(4), reachable: true },
      "idle",
    ],
    ["no line yet and a beating heart", { newestAt: null, heartbeatAt: ago(4), reachable: true }, "idle"],
    [
      "an old line and a heart that stopped",
      { newestAt: ago(9_000), heartbeatAt: ago(300), reachable: true },
      "stale",
    ],
    [
      "no answer, though the last sample is new",
      { newestAt: ago(1), heartbeatAt: ago(1), reachable: false },
      "unreachable",
    ],
    ["a clock ahead of ours", { newestAt: ago(-30), heartbeatAt: null, reachable: true }, "live"],
  ] as const)("%s", (_case, reading, expected) => {
    expect(freshnessState(reading, now, thresholds)).toBe(expected);
  });
});

it("orders states worst first", () => {
  expect([...freshnessStates].sort(byWorst)).toEqual([
    "unreachable",
    "stale",
    "delayed",
    "silent",
    "idle",
    "live",
  ]);
});
