import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "@/stack/layout";
import { formatElapsed } from "@/stack/supervisor/reporter";
import { runStep } from "./run-command";

/** Everything that a build is made of. */
const sources = [
  ...["app", "components", "lib", "server", "public"],
  ...["instrumentation.ts", "instrumentation-client.ts", "proxy.ts"],
  ...["next.config.ts", "postcss.config.mjs", "tsconfig.json", "package-lock.json"],
];

export interface BuildOptions {
  /** Where the build goes, relative to the repository: `.next`, or another one beside a running Stardeck. */
  readonly distDir: string;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Builds Stardeck unless that build already stands. Rejects with the builder's own words. */
export async function ensureBuild({ distDir, say, signal }: BuildOptions): Promise<void> {
  const hash = hashOf(sources);
  const stamp = join(repository, distDir, "stardeck-sources");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;

  say("Building Stardeck, because its sources have changed since the last build (about a minute)");
  const started = Date.now();
  const waiting = setInterval(() => say(`Still building (${formatElapsed(Date.now() - started)})`), 15_000);
  try {
    const step = {
      name: "build",
      file: process.execPath,
      args: [join(repository, "node_modules/next/dist/bin/next"), "build"],
      env: { NODE_ENV: "production", NEXT_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: "1" },
    };
    const { passed, output } = await runStep(step, signal);
    signal?.throwIfAborted();
    if (!passed) throw new Error(`Stardeck's build failed:\n${output}`);
  } finally {
    clearInterval(waiting);
  }
  writeFileSync(stamp, hash);
  say(`Stardeck is built (${formatElapsed(Date.now() - started)})`);
}

function hashOf(entries: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of entries.flatMap(filesIn))
    hash.update(`${file}\0`).update(readFileSync(join(repository, file)));
  return hash.digest("hex");
}

/** Paths relative to the repository, in one order on every machine. Tests are not part of a build. */
function filesIn(entry: string): string[] {
  const path = join(repository, entry);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return /\.test\.tsx?$/.test(entry) ? [] : [entry];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesIn(join(entry, name)));
}

/** `npm run build` */
export async function main(): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  try {
    await ensureBuild({ distDir: process.env.NEXT_DIST_DIR ?? ".next", say });
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
  say("The build stands; `npm start` serves it.");
  return 0;
}
