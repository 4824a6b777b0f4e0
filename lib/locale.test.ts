import { describe, expect, it } from "vitest";
import { readerLocale } from "./locale";

describe("readerLocale", () => {
  it("takes the most wanted that is known", () => {
    expect(readerLocale("de-CH, en;q=0.8")).toBe("de-CH");
    expect(readerLocale("en;q=0.5, fr;q=0.9")).toBe("fr");
  });

  it("is English where nothing usable is said", () => {
    for (const header of [null, "", "*", "x".repeat(5_000), "de;q=0", "<script>"]) {
      expect(readerLocale(header), String(header)).toBe("en");
    }
  });
});
