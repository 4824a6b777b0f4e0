import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { repository, stateDirectory } from "@/stack/layout";
import { whenNpmIsGone } from "@/stack/npm-parent";
import { findChromium } from "@/stack/programs/chromium";
import { MissingProgram } from "@/stack/programs/missing";
import type { RunningStack } from "@/stack/start-stack";
import { formatElapsed, type Reporter, streamReporter } from "@/stack/supervisor/reporter";
import { runChecks } from "./check";
import { startWithStardeck } from "./start-with-stardeck";
import type { Part } from "./test";
import { type Counts, playwrightCounts, vitestCounts } from "./test-counts";

interface Run {
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** The reporters' JSON files. */
  readonly results: string;
}

/** Runs the parts in their order and prints `N passed, N failed` as the last line; returns the exit code. */
export async function runTests(parts: readonly Part[]): Promise<number> {
  const started = Date.now();
  const reporter = streamReporter(process.stdout);
  const asked = new AbortController();
  const onSignal = () => asked.abort();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  const stopWatching = whenNpmIsGone(onSignal);
  const results = join(stateDirectory, "results");
  // A report of an earlier run must not be taken for this one's.
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const run = { reporter, signal: asked.signal, results };

  const counts: Counts[] = [];
  if (parts.includes("check")) counts.push(await check(run));
  if (parts.includes("unit")) counts.push(await vitest(run, "unit"));
  if (parts.includes("integration") || parts.includes("e2e")) counts.push(...(await withStack(run, parts)));

  stopWatching();
  reporter.line(
    `\nTook ${formatElapsed(Date.now() - started)}${asked.signal.aborted ? "; it was interrupted" : ""}`,
  );
  const skipped = sum(counts, "skipped");
  if (skipped > 0) reporter.line(`${skipped} skipped`);
  const failed = sum(counts, "failed");
  reporter.line(`${sum(counts, "passed")} passed, ${failed} failed`);
  return failed > 0 || asked.signal.aborted ? 1 : 0;
}

async function check({ reporter, signal }: Run): Promise<Counts> {
  reporter.title("Checks");
  const done = await runChecks(signal);
  const passed = done.filter((result) => result.passed).length;
  return { passed, failed: done.length - passed, skipped: 0 };
}

/** Integration and end-to-end tests share one stack, which ends whatever happens to them. */
async function withStack(run: Run, parts: readonly Part[]): Promise<Counts[]> {
  const counts: Counts[] = [];
  let stack: RunningStack | undefined;
  try {
    const chromium = parts.includes("e2e")
      ? await findChromium((line) => run.reporter.line(line))
      : undefined;
    stack = await startWithStardeck({
      ...run,
      hurry: new AbortController().signal,
      reset: true,
      restart: false,
      queryLog: true,
    });
    if (parts.includes("integration")) counts.push(await vitest(run, "integration"));
    if (chromium) counts.push(await playwright(run, chromium));
  } catch (error) {
    const isForPeople = error instanceof MissingProgram || (error instanceof Error && error.name !== "Error");
    const words = error instanceof Error ? (isForPeople ? error.message : error.stack) : String(error);
    run.reporter.line(`\nThe stack that these tests need did not start: ${words}`);
    counts.push({ passed: 0, failed: 1, skipped: 0 });
  } finally {
    run.reporter.title("Ending the tests' stack");
    await stack?.stop();
  }
  return counts;
}

async function vitest({ reporter, signal, results }: Run, project: "unit" | "integration"): Promise<Counts> {
  reporter.title(project === "unit" ? "Unit tests" : "Integration tests, against the running stack");
  const file = join(results, `${project}.json`);
  const done = await runNode(signal, [
    join(repository, "node_modules/vitest/vitest.mjs"),
    ...["run", "--project", project],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ]);
  return vitestCounts(file, done);
}

async function playwright({ reporter, signal, results }: Run, chromium: string): Promise<Counts> {
  reporter.title("End-to-end tests, in Chromium");
  const file = join(results, "e2e.json");
  const done = await runNode(
    signal,
    [join(repository, "node_modules/@playwright/test/cli.js"), "test", "--reporter=list,json"],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: file, CHROMIUM: chromium },
  );
  return playwrightCounts(file, done);
}

/** Runs a program with this terminal as its own; true when it ended well. */
async function runNode(
  signal: AbortSignal,
  args: string[],
  env: Record<string, string> = {},
): Promise<boolean> {
  if (signal.aborted) return false;
  const result = await execa(process.execPath, args, {
    cwd: repository,
    env,
    stdio: ["ignore", "inherit", "inherit"],
    reject: false,
    cancelSignal: signal,
    // A test runner that was asked to end may still be closing a browser.
    forceKillAfterDelay: 10_000,
  });
  return !result.failed;
}

const sum = (counts: readonly Counts[], key: keyof Counts): number =>
  counts.reduce((total, each) => total + each[key], 0);
