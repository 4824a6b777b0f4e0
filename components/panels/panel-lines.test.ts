import { describe, expect, it } from "vitest";
import type { ServiceMetrics } from "@/lib/metrics";
import { type Panel, panels } from "@/lib/signals";
import { panelLines, tailLength } from "./panel-lines";

const hour = 3_600_000;
const range = { from: 20 * hour, to: 24 * hour };
const colours = { text: "", faint: "", border: "", gridline: "", series: ["a", "b", "c"], font: "" };
const around = { range, width: 400, zone: "UTC", locale: "en-GB", colours, tailFrom: null };

const panelOf = (id: Panel["id"]): Panel => {
  const found = panels.find((panel) => panel.id === id);
  if (!found) throw new Error(`no panel ${id}`);
  return found;
};

const data: ServiceMetrics = {
  region: "nyc3",
  step: 60,
  start: (20 * hour) / 1_000 + 60,
  points: 3,
  series: { latency_p50_ms: [40, 41, 42], latency_p99_ms: [400, null, 420] },
  holes: {},
  newest: {},
  asOf: 24 * hour,
  unfinished: 0,
};

describe("panelLines", () => {
  it("draws the series that came and makes none up", () => {
    const { series } = panelLines(panelOf("latency"), data, around);
    expect(series).toHaveLength(3);
    expect(JSON.stringify(series)).toContain("p99 isolated");
    expect(JSON.stringify(series)).not.toContain("p95");
  });

  it("keeps its axes before there is any data", () => {
    const option = panelLines(panelOf("cpu"), undefined, around);
    expect(option.series).toEqual([]);
    expect(option.xAxis).toMatchObject({ min: range.from, max: range.to });
  });

  it("says no label that would leave the panel", () => {
    const { xAxis } = panelLines(panelOf("cpu"), undefined, around);
    const label = (at: number) =>
      (xAxis as { axisLabel: { formatter: (at: number) => string } }).axisLabel.formatter(at);
    expect(label(23 * hour)).toBe("23:00");
    expect(label(24 * hour)).toBe("");
  });

  it("fades two minutes of a stale line, more on a window where that is no pixel", () => {
    expect(tailLength({ from: 0, to: 600_000 })).toBe(120_000);
    expect(tailLength({ from: 0, to: 100 * hour })).toBe(6 * hour);
  });
});
