import { describe, expect, it } from "vitest";
import type { ServiceMetrics } from "./metrics";
import { type PanelFacts, panelState } from "./panel-state";
import { type Panel, panels, type Signal } from "./signals";

const now = 1_800_000_000_000;
const staleAfter = 120_000;

const panelOf = (id: Panel["id"]): Panel => {
  const found = panels.find((panel) => panel.id === id);
  if (!found) throw new Error(`no panel ${id}`);
  return found;
};

type Newest = { [S in Signal]?: readonly [value: number, secondsAgo: number] };

function metrics(newest: Newest, series: ServiceMetrics["series"] = {}): ServiceMetrics {
  const entries = Object.entries(newest).map(([signal, [value, ago]]) => [
    signal,
    { value, at: now - ago * 1_000 },
  ]);
  return {
    region: "nyc3",
    step: 15,
    start: now / 1_000 - 60,
    points: 4,
    series,
    holes: {},
    newest: Object.fromEntries(entries),
    asOf: now,
    unfinished: 0,
  };
}

const fresh: Newest = {
  latency_p50_ms: [40, 20],
  latency_p95_ms: [212, 20],
  latency_p99_ms: [480, 20],
  rps: [84, 20],
  error_rate: [0.001, 20],
  cpu: [0.4, 20],
};

function stateOf(id: Panel["id"], facts: Partial<PanelFacts> = {}) {
  const service = { kind: "web", ephemeral: false } as const;
  return panelState({
    panel: panelOf(id),
    service,
    data: metrics(fresh),
    failure: undefined,
    now,
    staleAfter,
    ...facts,
  });
}

describe("panelState", () => {
  it("is loading before the first answer", () => {
    expect(stateOf("rps", { data: undefined }).kind).toBe("loading");
  });

  it("is current while every series is fresh", () => {
    expect(stateOf("latency").kind).toBe("current");
  });

  it("does not apply to a worker's route, whether there is data or none", () => {
    const service = { kind: "worker", ephemeral: false } as const;
    for (const id of ["latency", "rps", "error-rate", "throughput"] as const) {
      expect(stateOf(id, { service, data: undefined })).toMatchObject({
        kind: "not-applicable",
        title: "A worker has no route",
      });
    }
    expect(stateOf("cpu", { service }).kind).toBe("current");
  });

  it("does not apply to a preview's route, and says so in its own words", () => {
    const service = { kind: "web", ephemeral: true } as const;
    expect(stateOf("rps", { service })).toMatchObject({
      kind: "not-applicable",
      title: "Preview routes are not measured",
    });
    expect(stateOf("cpu", { service }).kind).toBe("current");
  });

  it("has failed, with nothing to show or with what was there before", () => {
    const failure = "The metrics store of region nyc3 could not be reached.";
    expect(stateOf("cpu", { data: undefined, failure })).toEqual({
      kind: "failed",
      message: failure,
      keeps: false,
    });
    expect(stateOf("cpu", { failure })).toEqual({ kind: "failed", message: failure, keeps: true });
  });

  it("never had data where nothing was measured, with what to do", () => {
    expect(stateOf("cpu", { data: metrics({}) })).toMatchObject({ kind: "never", title: "No data yet" });
  });

  it("draws points that the newest value does not reach", () => {
    expect(stateOf("cpu", { data: metrics({}, { cpu: [null, 1, null, null] }) }).kind).toBe("current");
  });

  it("has no traffic while requests are a fresh zero and the last latency is older", () => {
    const data = metrics({ rps: [0, 20], latency_p95_ms: [212, 90], error_rate: [0, 90] });
    expect(stateOf("latency", { data }).kind).toBe("no-traffic");
    expect(stateOf("error-rate", { data }).kind).toBe("no-traffic");
    expect(stateOf("latency", { data: metrics({ rps: [0, 20] }) }).kind).toBe("no-traffic");
  });

  it("is stale, not idle, once the zero itself is old", () => {
    const data = metrics({ rps: [0, 600], error_rate: [0, 700] });
    expect(stateOf("error-rate", { data })).toEqual({ kind: "stale", since: now - 700_000 });
  });

  it("is a known zero when it was measured as zero", () => {
    expect(stateOf("rps", { data: metrics({ rps: [0, 20] }) })).toEqual({
      kind: "zero",
      title: "No requests",
    });
    expect(stateOf("error-rate", { data: metrics({ rps: [84, 20], error_rate: [0, 20] }) })).toEqual({
      kind: "zero",
      title: "No errors",
    });
  });

  it("is stale two minutes after the newest of its own samples, and not a moment before", () => {
    expect(stateOf("cpu", { data: metrics({ cpu: [0.4, 120] }) }).kind).toBe("current");
    expect(stateOf("cpu", { data: metrics({ cpu: [0.4, 121] }) })).toEqual({
      kind: "stale",
      since: now - 121_000,
    });
  });

  it("is partial when some of its series have stopped or never came", () => {
    const data = metrics({ latency_p50_ms: [40, 20], latency_p95_ms: [212, 20], latency_p99_ms: [480, 400] });
    expect(stateOf("latency", { data })).toEqual({ kind: "partial", missing: ["p99"] });
    expect(stateOf("throughput", { data: metrics({ throughput_in_bytes: [9, 20] }) })).toEqual({
      kind: "partial",
      missing: ["out"],
    });
  });
});
