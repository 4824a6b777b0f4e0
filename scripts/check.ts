import { existsSync } from "node:fs";
import { formatElapsed } from "@/stack/supervisor/reporter";
import { runStep, type Step, type StepResult } from "./run-command";

const node = (name: string, ...args: string[]): Step => ({ name, file: process.execPath, args });
const packages = "node_modules";

const walls = [
  ...["--import", "./scripts/typescript-for-walls.mjs"],
  `${packages}/dependency-cruiser/bin/dependency-cruise.mjs`,
  ...["--output-type", "err-long"],
  ...["app", "components", "lib", "server", "stack", "scripts", "bench", "e2e"].filter(existsSync),
  ...["instrumentation.ts", "proxy.ts", "next.config.ts"].filter(existsSync),
];

/** What CI checks beside the tests; each is told as one test of `npm test`. */
export const checks: readonly (readonly Step[])[] = [
  [node("format and lint", `${packages}/@biomejs/biome/bin/biome`, "ci", "--colors=off")],
  [
    // The types of the routes, which pages and layouts are checked against.
    node("route types", `${packages}/next/dist/bin/next`, "typegen"),
    node("types", `${packages}/typescript/bin/tsc`, "--noEmit"),
  ],
  [node("import walls", ...walls)],
  [node("dead code", `${packages}/knip/bin/knip.js`, "--no-progress")],
];

/** Runs every check, also after one has failed, and tells each as it ends. */
export async function runChecks(signal?: AbortSignal): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const steps of checks) {
    const result = await runInTurn(steps, signal);
    results.push(result);
    process.stdout.write(
      `  ${result.passed ? "passed" : "FAILED"}  ${result.name.padEnd(18)} ${formatElapsed(result.elapsedMs)}\n`,
    );
    if (!result.passed) process.stdout.write(`\n${result.output.trim()}\n\n`);
  }
  return results;
}

/** One check may need another command first; it fails with that command. */
async function runInTurn(steps: readonly Step[], signal?: AbortSignal): Promise<StepResult> {
  const name = steps.at(-1)?.name ?? "";
  let elapsedMs = 0;
  for (const step of steps) {
    const result = await runStep(step, signal);
    elapsedMs += result.elapsedMs;
    if (!result.passed) return { ...result, name, elapsedMs };
  }
  return { name, passed: true, elapsedMs, output: "" };
}

/** `npm run check` */
export async function main(): Promise<number> {
  process.stdout.write("Checks\n");
  const results = await runChecks();
  const failed = results.filter(({ passed }) => !passed);
  process.stdout.write(
    failed.length === 0
      ? `All ${results.length} checks passed.\n`
      : `${failed.length} of ${results.length} checks failed: ${failed.map(({ name }) => name).join(", ")}\n`,
  );
  return failed.length === 0 ? 0 : 1;
}
