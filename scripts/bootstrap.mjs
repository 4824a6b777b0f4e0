// The first thing that every command runs: plain Node without a dependency, because a bare clone has none. It makes
// sure that Node is new enough and that the locked packages are installed, then hands over to the command itself,
// in this very process, so that a signal reaches the one that can end everything in order.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { areLockedPackagesInstalled } from "./installed-packages.mjs";

const repository = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const commands = {
  demo: { script: "scripts/demo.ts" },
  stack: { script: "scripts/stack.ts" },
  test: { script: "scripts/test.ts" },
  check: { script: "scripts/check.ts" },
  bench: { script: "bench/run.ts" },
  build: { script: "scripts/build.ts" },
  dev: { script: "scripts/dev.ts" },
};

checkNode();
const [name = "", ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) fail(`unknown command "${name}"; one of ${Object.keys(commands).join(", ")}`);
process.chdir(repository);
// Shells and containers export HOSTNAME as the machine's own name. Only another value is somebody's choice.
if (process.env.HOSTNAME === hostname()) delete process.env.HOSTNAME;

await installPackages();
const { register } = await import("tsx/esm/api");
register();
const { main } = await import(pathToFileURL(join(repository, command.script)).href);
try {
  process.exit(await main(rest));
} catch (error) {
  // A misspelt option needs no stack trace.
  if (String(error?.code).startsWith("ERR_PARSE_ARGS")) fail(error.message);
  throw error;
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  const [wantedMajor, wantedMinor] = engines.node.match(/\d+/g).map(Number);
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  fail(`Node ${engines.node} is needed; this is ${process.versions.node}`);
}

/** `npm ci`, unless the packages that the lock file names are already there. */
async function installPackages() {
  if (areLockedPackagesInstalled(repository)) return;

  const started = Date.now();
  const why = existsSync(join(repository, "node_modules"))
    ? "those here are not all of them"
    : "none are here";
  say(
    `Installing the locked npm packages, because ${why} (1.4 GB on disk with the embedded database; a minute or two)`,
  );
  const waiting = setInterval(() => say(`  still installing (${seconds(started)})`), 15_000);
  // A signal ends npm too (it is in the same process group when it comes from a terminal).
  // The tools are development packages: they are wanted where NODE_ENV or npm's own settings leave them out, too.
  const wanted = ["--include=dev", "--include=optional"];
  const npm = spawn("npm", ["ci", ...wanted, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: repository,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => npm.kill(signal));
  const code = await new Promise((done, reject) => {
    npm.once("error", (error) => {
      if (error.code === "ENOENT")
        fail("npm was not found on PATH: it comes with Node (Debian: apt-get install npm)");
      reject(error);
    });
    npm.once("exit", (exitCode) => done(exitCode ?? 1));
  });
  clearInterval(waiting);
  process.removeAllListeners("SIGINT");
  process.removeAllListeners("SIGTERM");
  if (code !== 0) fail("npm ci failed; its own words are above");
  say(`Packages installed (${seconds(started)})`);
}

function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function fail(line) {
  process.stderr.write(`stardeck: ${line}\n`);
  process.exit(1);
}
