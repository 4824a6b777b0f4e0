import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatClock,
  formatInstant,
  formatOffset,
  formatWall,
  ianaZone,
  instantOf,
  parseWall,
  parseZone,
  wallOf,
} from "./zone";

const newYork = "America/New_York";
const utc = (text: string) => Date.parse(`${text}Z`);

describe("parseZone", () => {
  it("knows browser, utc and IANA names, in their own spelling", () => {
    expect(parseZone("browser")).toBe("browser");
    expect(parseZone("UTC")).toBe("utc");
    expect(parseZone("europe/berlin")).toBe("Europe/Berlin");
  });

  it("refuses what Intl does not know", () => {
    expect(parseZone("Mars/Olympus")).toBeNull();
    expect(parseZone("")).toBeNull();
  });

  it("turns a zone into an IANA name", () => {
    expect(ianaZone("utc")).toBe("UTC");
    expect(ianaZone("Asia/Kolkata")).toBe("Asia/Kolkata");
    expect(ianaZone("browser")).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
});

describe("the wall clock", () => {
  it("comes back to the instant everywhere but in an hour that is shown twice", () => {
    const zones = fc.constantFrom("UTC", newYork, "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin");
    const instants = fc.integer({ min: utc("2000-01-01T00:00"), max: utc("2040-01-01T00:00") });
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const back = instantOf(wallOf(at, zone), zone);
        expect(wallOf(back, zone)).toBe(wallOf(at, zone));
        expect(back).toBeLessThanOrEqual(at);
      }),
    );
  });

  it("takes the first of an hour that is shown twice", () => {
    // New York, 1 November 2026: 01:30 is shown at 05:30 and again at 06:30 UTC.
    expect(parseWall("2026-11-01 01:30", newYork)).toBe(utc("2026-11-01T05:30"));
  });

  it("moves a time that is never shown on by as much as the clocks jumped", () => {
    // New York, 8 March 2026: 02:30 does not exist; 03:30 EDT is 07:30 UTC.
    expect(parseWall("2026-03-08 02:30", newYork)).toBe(utc("2026-03-08T07:30"));
  });

  it("reads dates, minutes, seconds and milliseconds, and nothing else", () => {
    expect(parseWall("2026-01-31", "UTC")).toBe(utc("2026-01-31T00:00"));
    expect(parseWall(" 2026-01-31T12:03:40.9 ", "UTC")).toBe(utc("2026-01-31T12:03:40.900"));
    for (const wrong of ["2026-02-31", "2026-01-31 24:00", "31.01.2026", "2026-1-1", "now", ""]) {
      expect(parseWall(wrong, "UTC"), wrong).toBeUndefined();
    }
  });
});

describe("what is shown", () => {
  const at = utc("2026-11-23T22:03:40.912");

  it("is the zone's own 24-hour clock", () => {
    expect(formatClock(at, "UTC", "millisecond")).toBe("22:03:40.912");
    expect(formatClock(at, newYork, "minute")).toBe("17:03");
    expect(formatWall(at, "Asia/Kolkata")).toBe("2026-11-24 03:33:40");
  });

  it("names the day only where it isn't today there", () => {
    expect(formatInstant(at, "UTC", "en-GB", at + 60_000)).toBe("22:03:40");
    expect(formatInstant(at, "UTC", "en-GB", at + 86_400_000)).toBe("23 Nov 22:03:40");
  });

  it("says how far the zone is from UTC on that day", () => {
    expect(formatOffset(at, "UTC")).toBe("UTC");
    expect(formatOffset(at, newYork)).toBe("UTC-5");
    expect(formatOffset(utc("2026-07-01T00:00"), newYork)).toBe("UTC-4");
    expect(formatOffset(at, "Asia/Kolkata")).toBe("UTC+5:30");
  });
});
