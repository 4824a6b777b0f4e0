import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
    counts.push(...(await besideTheStack(run, parts, chromium)));
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

/**
 * The browser's tests wait for minutes until a killed agent's data is stale. Meanwhile run the integration tests that bring their
 * own stores; what they say is told when both are done.
 */
async function besideTheStack(
  run: Run,
  parts: readonly Part[],
  chromium: string | undefined,
): Promise<Counts[]> {
  if (!chromium) return [await vitest(run, "stores")];
  const said: string[] = [];
  const withOwnStores = parts.includes("integration")
    ? vitest({ ...run, reporter: { ...run.reporter, title: () => {} } }, "stores", (text) => said.push(text))
    : undefined;
  const counts = [await playwright(run, chromium)];
  if (withOwnStores) {
    counts.push(await withOwnStores);
    run.reporter.title(titles.stores);
    run.reporter.line(said.join(""));
  }
  return counts;
}

const titles = {
  unit: "Unit tests",
  integration: "Integration tests, against the running stack",
  stores: "Integration tests, with stores of their own",
} as const;

/** `tell` gets what the tests print, where this terminal is not to be theirs. */
async function vitest(
  { reporter, signal, results }: Run,
  project: keyof typeof titles,
  tell?: (text: string) => void,
): Promise<Counts> {
  reporter.title(titles[project]);
  const file = join(results, `${project}.json`);
  const args = [
    join(repository, "node_modules/vitest/vitest.mjs"),
    ...["run", "--project", project],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ];
  return vitestCounts(file, await runNode(signal, args, {}, tell));
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

/** Runs a program, with this terminal as its own unless somebody else wants to be told; true when it ended well. */
async function runNode(
  signal: AbortSignal,
  args: string[],
  env: Record<string, string> = {},
  tell?: (text: string) => void,
): Promise<boolean> {
  if (signal.aborted) return false;
  const running = execa(process.execPath, args, {
    cwd: repository,
    env,
    ...(tell ? { stdin: "ignore", all: true } : { stdio: ["ignore", "inherit", "inherit"] }),
    reject: false,
    cancelSignal: signal,
    // A test runner that was asked to end may still be closing a browser.
    forceKillAfterDelay: 10_000,
    // A process group of its own, so that it is known when its workers have ended too.
    detached: true,
  });
  const result = await running;
  if (running.pid !== undefined) await groupEnded(running.pid);
  if (tell) tell(result.all ?? "");
  return !result.failed;
}

/** A test runner that was interrupted ends before its workers do; those that linger for 10 s are killed. */
async function groupEnded(group: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (isThere(group)) {
    if (Date.now() > deadline) process.kill(-group, "SIGKILL");
    await sleep(100);
  }
}

function isThere(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

const sum = (counts: readonly Counts[], key: keyof Counts): number =>
  counts.reduce((total, each) => total + each[key], 0);
