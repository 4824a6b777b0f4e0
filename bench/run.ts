import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startWithStardeck } from "@/scripts/start-with-stardeck";
import { paths } from "@/stack/layout";
import { runningSupervisor } from "@/stack/supervisor/control";
import { streamReporter } from "@/stack/supervisor/reporter";

const suffix = ".bench.ts";
const directory = import.meta.dirname;

interface Benchmark {
  /** Runs the benchmark, prints its table, the ratio last, and returns the exit code: 1 when it misses its goal. */
  main(argv: readonly string[]): Promise<number>;
}

/** `npm run bench` lists the benchmarks; `npm run bench -- NAME …` runs one. */
export async function main([name, ...rest]: readonly string[]): Promise<number> {
  const names = readdirSync(directory)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .toSorted();
  if (!name) {
    process.stdout.write("npm run bench -- NAME\n");
    for (const each of names) process.stdout.write(`  ${each.padEnd(16)} ${summaryOf(each)}\n`);
    return 0;
  }
  if (!names.includes(name)) {
    process.stderr.write(`There is no benchmark ${name}; there is ${names.join(", ") || "none yet"}\n`);
    return 1;
  }
  // Only names of files in this directory come this far.
  const benchmark: Benchmark = await import(pathToFileURL(fileOf(name)).href);
  return withStack(() => benchmark.main(rest));
}

/** A benchmark measures the stack that runs; where none does, one runs for as long as it takes. */
async function withStack(measure: () => Promise<number>): Promise<number> {
  if (runningSupervisor(paths.run)) return measure();
  const stack = await startWithStardeck({
    // What a benchmark prints is its table alone.
    reporter: streamReporter(process.stderr),
    signal: new AbortController().signal,
    hurry: new AbortController().signal,
    reset: false,
    restart: false,
    queryLog: false,
  });
  try {
    return await measure();
  } finally {
    await stack.stop();
  }
}

const fileOf = (name: string) => join(directory, `${name}${suffix}`);

/** The first sentence of a benchmark's own description: its file begins with a doc comment. */
function summaryOf(name: string): string {
  const comment = /\/\*\*(.*?)\*\//s.exec(readFileSync(fileOf(name), "utf8"))?.[1] ?? "";
  const text = comment
    .replace(/^\s*\*?\s?/gm, " ")
    .replace(/\s+/g, " ")
    .trim();
  return /^.*?[.:](?=\s|$)/.exec(text)?.[0] ?? text;
}
