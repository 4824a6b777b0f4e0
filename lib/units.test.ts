import { describe, expect, it } from "vitest";
import { formatAge, formatSpan, formatValue } from "./units";

describe("formatValue", () => {
  it.each([
    [212.4, "milliseconds", "212 ms"],
    [1_849, "milliseconds", "1.85 s"],
    [84.13, "per-second", "84.1 /s"],
    [0, "per-second", "0 /s"],
    [1_234, "per-second", "1,234 /s"],
    [12_340, "per-second", "12.3 k/s"],
    [0.0011, "ratio", "0.11 %"],
    [0.15, "ratio", "15 %"],
    [1, "ratio", "100 %"],
    [0.0423, "cores", "42.3 mcores"],
    [0.46, "cores", "0.46 cores"],
    [999, "bytes", "999 B"],
    [1_000, "bytes", "0.98 KiB"],
    [432 * 1024 ** 2, "bytes", "432 MiB"],
    [1.5 * 1024 ** 3, "bytes", "1.5 GiB"],
    [20_480, "bytes-per-second", "20 KiB/s"],
  ] as const)("%d %s is %s", (value, unit, text) => {
    expect(formatValue(value, unit, "en-US")).toBe(text);
  });

  it("is written in the reader's locale", () => {
    expect(formatValue(1_849, "milliseconds", "de")).toBe("1,85 s");
  });
});

describe("ages and spans", () => {
  it.each([
    [-5_000, "0 s"],
    [9_400, "9 s"],
    [99_000, "99 s"],
    [100_000, "1 min"],
    [5 * 3_600_000, "5 h"],
    [72 * 3_600_000, "3 d"],
  ])("%d ms is an age of %s", (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });

  it("says a span in its two largest units", () => {
    expect(formatSpan(15_000)).toBe("15 seconds");
    expect(formatSpan(3_600_000)).toBe("1 hour");
    expect(formatSpan(2 * 86_400_000 + 6 * 3_600_000 + 5_000)).toBe("2 days 6 hours");
  });
});
