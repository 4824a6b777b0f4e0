import { describe, expect, it } from "vitest";
import { timeTicks } from "./ticks";

const utc = (text: string) => Date.parse(`${text}Z`);

describe("timeTicks", () => {
  it("stands on round times of the zone's own wall", () => {
    const range = { from: utc("2026-11-23T10:07"), to: utc("2026-11-23T11:07") };
    const labels = timeTicks(range, 5, "UTC", "en-GB").map(({ label }) => label);
    expect(labels).toEqual(["10:15", "10:30", "10:45", "11:00"]);
  });

  it("names the day at midnight there", () => {
    const range = { from: utc("2026-11-23T16:00"), to: utc("2026-11-24T04:00") };
    const ticks = timeTicks(range, 5, "Asia/Kolkata", "en-GB");
    expect(ticks.map(({ label }) => label)).toEqual(["24 Nov", "03:00", "06:00", "09:00"]);
    expect(ticks[0]?.at).toBe(utc("2026-11-23T18:30"));
  });

  it("keeps midnights where clocks go back", () => {
    const range = { from: utc("2026-10-31T00:00"), to: utc("2026-11-03T12:00") };
    const ticks = timeTicks(range, 4, "America/New_York", "en-GB");
    expect(ticks.map(({ at }) => new Date(at).toISOString())).toEqual([
      "2026-10-31T04:00:00.000Z",
      "2026-11-01T04:00:00.000Z",
      "2026-11-02T05:00:00.000Z",
      "2026-11-03T05:00:00.000Z",
    ]);
  });

  it("never gives more than asked for, nor any outside the range", () => {
    for (const hours of [0.02, 1, 5, 26, 24 * 9, 24 * 90]) {
      const range = { from: utc("2026-03-07T13:11"), to: utc("2026-03-07T13:11") + hours * 3_600_000 };
      const ticks = timeTicks(range, 6, "Europe/Berlin", "en-GB");
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.every(({ at }) => at >= range.from && at <= range.to)).toBe(true);
    }
  });
});
