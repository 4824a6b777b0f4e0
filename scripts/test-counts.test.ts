import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { playwrightCounts, vitestCounts } from "./test-counts";

const folder = mkdtempSync(join(tmpdir(), "stardeck-counts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = join(folder, "report.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };
const playwright = { stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 2 }, errors: [] };

describe("a report of vitest", () => {
  it("gives its own counts", () => {
    expect(vitestCounts(report(vitest), true)).toEqual({ passed: 7, failed: 0, skipped: 2 });
    expect(vitestCounts(report({ ...vitest, numFailedTests: 2 }), false).failed).toBe(2);
  });

  it("counts a file that could not be loaded as a failed test", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(vitestCounts(report({ ...vitest, testResults }), false).failed).toBe(1);
  });

  it("never hides a run that ended badly", () => {
    expect(vitestCounts(report(vitest), false).failed).toBe(1);
    expect(vitestCounts("/nowhere/report.json", true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(vitestCounts(report("{"), true).failed).toBe(1);
  });
});

describe("a report of Playwright", () => {
  it("gives its own counts, a second try being a failure", () => {
    expect(playwrightCounts(report(playwright), true)).toEqual({ passed: 5, failed: 0, skipped: 2 });
    const stats = { ...playwright.stats, unexpected: 1, flaky: 1 };
    expect(playwrightCounts(report({ ...playwright, stats }), false).failed).toBe(2);
  });

  it("counts an error outside any test, and never hides a run that ended badly", () => {
    expect(playwrightCounts(report({ ...playwright, errors: [{}] }), false).failed).toBe(1);
    expect(playwrightCounts(report(playwright), false).failed).toBe(1);
    expect(playwrightCounts("/nowhere/report.json", true).failed).toBe(1);
  });
});
