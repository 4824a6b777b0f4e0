import { readFileSync } from "node:fs";
import { z } from "zod";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
});

/**
 * What Vitest's JSON reporter counted. A file that could not be loaded counts as one failed test; so does a run that ended
 * badly without a failed test (an unhandled rejection, a crash) or left no report.
 */
export function vitestCounts(file: string, endedWell: boolean): Counts {
  const report = vitestReport.safeParse(read(file)).data;
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  return honest(endedWell, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/** What Playwright's JSON reporter counted; an error outside any test counts as one failed test. */
export function playwrightCounts(file: string, endedWell: boolean): Counts {
  const report = playwrightReport.safeParse(read(file)).data;
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  return honest(endedWell, {
    passed: report.stats.expected,
    // A test that needed a second try has failed once.
    failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
    skipped: report.stats.skipped,
  });
}

const honest = (endedWell: boolean, counts: Counts): Counts =>
  endedWell || counts.failed > 0 ? counts : { ...counts, failed: 1 };

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
