import { describe, expect, it } from "vitest";
import { rangeParams, shiftRange, widenRange, zoomRange } from "./zoom";

const hour = 3_600_000;
const bounds = { from: 10 * hour, to: 11 * hour };

describe("zoomRange", () => {
  it("takes a drag in either direction, in whole seconds", () => {
    const wanted = { from: 10 * hour + 600_000, to: 10 * hour + 1_200_000 };
    expect(zoomRange(wanted.from + 300, wanted.to - 200, bounds)).toEqual(wanted);
    expect(zoomRange(wanted.to - 200, wanted.from + 300, bounds)).toEqual(wanted);
  });

  it("stays inside what is shown", () => {
    expect(zoomRange(0, 99 * hour, bounds)).toEqual(bounds);
  });

  it("is never narrower than a minute, also at the edges", () => {
    const middle = zoomRange(10.5 * hour, 10.5 * hour + 1_000, bounds);
    expect(middle.to - middle.from).toBe(60_000);
    expect(zoomRange(11 * hour - 10, 11 * hour, bounds)).toEqual({ from: 11 * hour - 60_000, to: 11 * hour });
  });
});

describe("the neighbours of a window", () => {
  it("steps by half its length, and never beyond now", () => {
    expect(shiftRange(bounds, -1, 20 * hour)).toEqual({ from: 9.5 * hour, to: 10.5 * hour });
    expect(shiftRange(bounds, 1, 20 * hour)).toEqual({ from: 10.5 * hour, to: 11.5 * hour });
    expect(shiftRange(bounds, 1, 11.25 * hour)).toEqual({ from: 10.25 * hour, to: 11.25 * hour });
  });

  it("widens about its middle, never beyond now and never over 90 days", () => {
    expect(widenRange(bounds, 20 * hour)).toEqual({ from: 9.5 * hour, to: 11.5 * hour });
    expect(widenRange(bounds, 11 * hour)).toEqual({ from: 9 * hour, to: 11 * hour });
    const long = widenRange({ from: 0, to: 80 * 24 * hour }, 200 * 24 * hour);
    expect(long.to - long.from).toBeLessThanOrEqual(90 * 24 * hour);
  });

  it("is written as ISO instants", () => {
    expect(rangeParams({ from: 0, to: 60_000 })).toEqual({
      from: "1970-01-01T00:00:00.000Z",
      to: "1970-01-01T00:01:00.000Z",
    });
  });
});
