import { describe, expect, it } from "vitest";
import { endText, rangeLabel, readEnd, readRange } from "./range-text";

const now = Date.parse("2026-11-23T22:00:00Z");
const label = (from: string, to: string, zone = "UTC") => rangeLabel({ from, to }, now, zone, "en-GB");

describe("rangeLabel", () => {
  it("says quick ranges in words and others by their ends", () => {
    expect(label("now-1h", "now")).toBe("Last 1 hour");
    expect(label("now-90m", "now")).toBe("now-90m – now");
    expect(label("2026-11-23T12:03:00Z", "2026-11-23T12:33:20Z")).toBe("12:03 – 12:33:20");
  });

  it("names days, and years, where they differ", () => {
    expect(label("2026-11-22T23:00:00Z", "2026-11-23T01:00:00Z")).toBe("22 Nov 23:00 – 23 Nov 01:00");
    expect(label("2025-11-22T23:00:00Z", "2025-11-22T23:30:00Z")).toBe("22 Nov 2025 23:00 – 23:30");
  });

  it("is the chosen zone's", () => {
    expect(label("2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z", "Asia/Tokyo")).toBe("23 Nov 21:00 – 22:00");
  });
});

describe("typed ends", () => {
  it("takes relative times, ISO instants and the zone's own wall", () => {
    expect(readEnd(" now-6h ", "UTC")).toBe("now-6h");
    expect(readEnd("2026-01-31T12:00:00+01:00", "UTC")).toBe("2026-01-31T11:00:00.000Z");
    expect(readEnd("2026-01-31 12:00", "Europe/Berlin")).toBe("2026-01-31T11:00:00.000Z");
    expect(readEnd("noon", "UTC")).toBeUndefined();
  });

  it("comes back as it was written", () => {
    const written = endText("2026-11-23T12:00:00Z", now, "Asia/Tokyo");
    expect(written).toBe("2026-11-23 21:00:00");
    expect(readEnd(written, "Asia/Tokyo")).toBe("2026-11-23T12:00:00.000Z");
    expect(endText("now-1h", now, "UTC")).toBe("now-1h");
  });

  it("says what is wrong with both together", () => {
    expect(readRange({ from: "x", to: "now" }, now, "UTC")).toEqual({ ok: false, problem: "not-a-time" });
    expect(readRange({ from: "now", to: "now-1h" }, now, "UTC")).toEqual({ ok: false, problem: "reversed" });
    expect(readRange({ from: "now-91d", to: "now" }, now, "UTC")).toEqual({ ok: false, problem: "too-long" });
    expect(readRange({ from: "now-1h", to: "now" }, now, "UTC").ok).toBe(true);
  });
});
