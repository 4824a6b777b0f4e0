import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { identityOf, isSame } from "./identity";
import { PidFiles } from "./pid-files";

const started: number[] = [];

/** A process that outlives whoever started it, as a killed supervisor's components do. */
function orphan(script = "setInterval(() => {}, 1000)"): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["-e", `${script}; console.log("up")`], {
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout.once("data", () => {
      started.push(child.pid ?? 0);
      resolve(child.pid ?? 0);
    });
  });
}

afterEach(() => {
  for (const pid of started.splice(0)) if (identityOf(pid)) process.kill(pid, "SIGKILL");
});

const directory = () => mkdtempSync(join(tmpdir(), "stardeck-pids-"));

describe("pid files", () => {
  it("find what an earlier supervisor left behind, and end it", async () => {
    const run = directory();
    const pid = await orphan();
    new PidFiles(run).write("fra1.vmagent", pid);

    const next = new PidFiles(run);
    expect(next.leftOver()).toEqual([{ name: "fra1.vmagent", pid }]);
    await next.end(next.leftOver(), 5_000);
    expect(identityOf(pid)).toBeUndefined();
    expect(next.leftOver()).toEqual([]);
    expect(existsSync(join(run, "fra1.vmagent.pid"))).toBe(false);
  });

  it("end with SIGKILL what does not heed SIGTERM", async () => {
    const pidFiles = new PidFiles(directory());
    const pid = await orphan('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)');
    pidFiles.write("stubborn", pid);
    await pidFiles.end(pidFiles.leftOver(), 200);
    expect(identityOf(pid)).toBeUndefined();
  });

  it("leave a stranger alone that has got the pid of an ended process", async () => {
    const run = directory();
    const pidFiles = new PidFiles(run);
    const stranger = await orphan();
    pidFiles.write("fra1.vmagent", stranger);
    writeFileSync(join(run, "identities", "fra1.vmagent"), "an earlier start");

    expect(pidFiles.leftOver()).toEqual([]);
    expect(identityOf(stranger)).toBeDefined();
  });

  it("mean nothing without an identity or a number", () => {
    const run = directory();
    const pidFiles = new PidFiles(run);
    writeFileSync(join(run, "a.pid"), `${process.pid}\n`);
    writeFileSync(join(run, "b.pid"), "not a pid");
    expect(pidFiles.leftOver()).toEqual([]);
  });
});

describe("an identity", () => {
  it("stays the same while a process lives, and differs between processes", async () => {
    const [one, other] = [await orphan(), await orphan()];
    const identity = identityOf(one) ?? "";
    expect(isSame(one, identity)).toBe(true);
    expect(isSame(other, `${identity}0`)).toBe(false);
  });
});
