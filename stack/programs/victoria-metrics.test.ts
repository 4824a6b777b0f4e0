import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repository } from "../layout";
import { victoriaMetricsPrograms } from "./victoria-metrics";

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stardeck programs "));
  path = join(directory, "bin");
  mkdirSync(path);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Puts a program on the `PATH` of the command under test: a shell script. */
function program(name: string, script: string): void {
  writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(path, name), 0o755);
}

/** The command as a person runs it, on a machine that has only these programs. */
const find = () =>
  execa(process.execPath, ["--import", "tsx", join(repository, "stack", "programs", "main.ts")], {
    cwd: repository,
    env: { PATH: path, STARDECK_STATE: join(directory, "state") },
    extendEnv: false,
    reject: false,
  });

const version = (text: string) => {
  for (const name of victoriaMetricsPrograms) program(name, `echo "${name}-20260101-000000-tags-${text}"`);
};

describe("findPrograms", () => {
  it("says what to install where there is nothing", async () => {
    const { exitCode, stderr } = await find();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^VictoriaMetrics: 1\.112 or later was not found on PATH\n/);
    expect(stderr).toContain("brew install victoriametrics");
    expect(stderr).toContain("apt-get install victoria-metrics");
    expect(stderr).not.toContain("    at ");
  });

  it("takes what is on PATH when it is recent", async () => {
    version("v1.130.0-0-gabcdef");
    const { exitCode, stdout } = await find();
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ vmagent: join(path, "vmagent") });
  });

  it("refuses an old one", async () => {
    version("v1.111.9-0-gabcdef");
    const { exitCode, stderr } = await find();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^VictoriaMetrics: what is on PATH is older than 1\.112\n/);
  });

  it("tells apt's own words, and what to install, when Debian's archive can't be reached", async () => {
    program("dpkg", "exit 0");
    const sources = `echo "Debian|bookworm|http://deb.example/debian/"`;
    program("apt-get", `case "$*" in indextargets*) ${sources};; *) echo "E: no route" >&2; exit 100;; esac`);
    const { exitCode, stderr } = await find();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("and Debian's could not be downloaded: E: no route\n");
    expect(stderr).toContain("brew install victoriametrics");
    expect(stderr).not.toContain("    at ");
  });
});
