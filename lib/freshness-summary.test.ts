import { describe, expect, it } from "vitest";
import type { FreshnessState, Pipe, RegionStatus } from "./freshness";
import { summaries, summaryState, summaryWords } from "./freshness-summary";

const region = (pipes: readonly [Pipe, FreshnessState, number | null][]): RegionStatus => ({
  region: "nyc3",
  name: "New York 3",
  pipes: pipes.map(([pipe, state, newestAt]) => ({ pipe, state, newestAt, heartbeatAt: null })),
  metricsTrouble: null,
  logsTrouble: null,
});

const wordsOf = (status: RegionStatus) => summaryWords(summaries(status)).map(({ words }) => words);

describe("summaryState", () => {
  it("is the worst of what is wrong, and live despite pipes with nothing to carry", () => {
    expect(summaryState(["live", "stale", "unreachable"])).toBe("unreachable");
    expect(summaryState(["live", "delayed"])).toBe("delayed");
    expect(summaryState(["live", "idle", "silent"])).toBe("live");
    expect(summaryState(["idle"])).toBe("idle");
    expect(summaryState([])).toBe("silent");
  });
});

describe("the bar's words", () => {
  it("is one word while all is well", () => {
    expect(
      wordsOf(
        region([
          ["gateway", "live", 90],
          ["runtime-logs", "idle", 10],
        ]),
      ),
    ).toEqual(["Live"]);
  });

  it("says which path is in trouble", () => {
    expect(
      wordsOf(
        region([
          ["gateway", "stale", 90],
          ["runtime-logs", "live", 99],
        ]),
      ),
    ).toEqual(["Metrics stale"]);
    expect(
      wordsOf(
        region([
          ["gateway", "live", 90],
          ["runtime-logs", "unreachable", 9],
        ]),
      ),
    ).toEqual(["Logs unreachable"]);
    expect(
      wordsOf(
        region([
          ["gateway", "delayed", 90],
          ["runtime-logs", "stale", 9],
        ]),
      ),
    ).toEqual(["Metrics delayed", "Logs stale"]);
  });

  it("is one word when both share one trouble", () => {
    expect(
      wordsOf(
        region([
          ["gateway", "unreachable", 90],
          ["runtime-logs", "unreachable", 9],
        ]),
      ),
    ).toEqual(["Unreachable"]);
  });
});

describe("summaries", () => {
  it("counts the age from the pipe furthest behind among those that decide", () => {
    const [metrics, logs] = summaries(
      region([
        ["gateway", "live", 95],
        ["containers", "live", 80],
        ["rules", "live", 99],
        ["runtime-logs", "silent", null],
      ]),
    );
    expect(metrics).toMatchObject({ state: "live", newestAt: 80 });
    expect(logs).toMatchObject({ state: "silent", newestAt: null });
  });
});
