import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { identityOf } from "./identity";
import { ComponentFailed, type SupervisorOptions } from "./supervisor";
import { smallComponent, type Workbench, workbench } from "./testing/small-process";

const never = new AbortController().signal;
const benches: Workbench[] = [];

function bench(options?: Partial<SupervisorOptions>): Workbench {
  const made = workbench(options);
  benches.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(benches.splice(0).map(({ supervisor }) => supervisor.stop()));
});

const pidOf = ({ run }: Workbench, name: string) => Number(readFileSync(join(run, `${name}.pid`), "utf8"));
const lives = (pid: number) => identityOf(pid) !== undefined;
const until = (condition: () => void) => vi.waitFor(condition, { timeout: 15_000, interval: 20 });

describe("a start", () => {
  it("starts a stage only when the one before it is healthy, and says so", async () => {
    const here = bench();
    const events: string[] = [];
    const first = await smallComponent("first", { onCommand: () => events.push("first started") });
    const second = await smallComponent("second", { onCommand: () => events.push("second started") });
    await here.supervisor.start(
      [{ ...first, onceHealthy: async () => void events.push("first prepared") }],
      never,
    );
    await here.supervisor.start([second], never);

    expect(events).toEqual(["first started", "first prepared", "second started"]);
    expect(here.said).toEqual([
      expect.stringMatching(/^first: ready after /),
      expect.stringMatching(/^second: ready after /),
    ]);
    expect(here.supervisor.status().map(({ name, state }) => `${name} ${state}`)).toEqual([
      "first ready",
      "second ready",
    ]);
  });

  it("fails with the component's name and the end of its log when it ends at once", async () => {
    const here = bench();
    const broken = await smallComponent("fra1.broken", {
      first: 'console.error("no such flag: -colour"); process.exit(3)',
    });
    const failure = await here.supervisor.start([broken], never).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ComponentFailed);
    expect(String(failure)).toContain("fra1 broken ended with exit code 3");
    expect(String(failure)).toContain("| no such flag: -colour");
  });

  it("fails when a component does not answer in time", async () => {
    const here = bench({ healthDeadlineMs: 300 });
    const silent = await smallComponent("silent", { answers: false });

    await expect(here.supervisor.start([silent], never)).rejects.toThrow(
      `silent did not answer ${silent.health} within 0.3 s`,
    );
    await here.supervisor.stop();
    expect(existsSync(join(here.run, "silent.pid"))).toBe(false);
  });

  it("fails when a program is not there", async () => {
    const here = bench();
    const component = {
      ...(await smallComponent("ghost")),
      command: async () => ({ file: "/nowhere/vmagent", args: [] }),
    };
    await expect(here.supervisor.start([component], never)).rejects.toThrow("/nowhere/vmagent");
  });

  it("fails when a component of an earlier stage ends meanwhile", async () => {
    const here = bench();
    await here.supervisor.start([await smallComponent("store")], never);
    const late = await smallComponent("late", { answers: false });
    const started = here.supervisor.start([late], never).catch((error: unknown) => error);
    process.kill(pidOf(here, "store"), "SIGKILL");

    expect(String(await started)).toContain("store ended by SIGKILL");
  });

  it("stops waiting when it is interrupted", async () => {
    const here = bench();
    const interrupted = new AbortController();
    const started = here.supervisor.start(
      [await smallComponent("silent", { answers: false })],
      interrupted.signal,
    );
    await until(() => expect(existsSync(join(here.run, "silent.pid"))).toBe(true));
    interrupted.abort();
    await expect(started).rejects.toThrow();
  });
});

describe("an end", () => {
  it("ends the last stage first, and leaves no process and no pid file", async () => {
    const here = bench();
    await here.supervisor.start([await smallComponent("store")], never);
    // It can tell that the store is still there when it is asked to end.
    const store = here.supervisor.status()[0]?.address;
    const agent = await smallComponent("agent", {
      first: `process.on("SIGTERM", () => fetch("${store}").then(() => { console.log("store lives"); process.exit(0); }))`,
    });
    await here.supervisor.start([agent], never);
    const pids = [pidOf(here, "store"), pidOf(here, "agent")];
    await here.supervisor.stop();

    expect(pids.filter(lives)).toEqual([]);
    expect(readFileSync(join(here.run, "logs", "agent.log"), "utf8")).toContain("store lives");
    expect(["store.pid", "agent.pid"].filter((file) => existsSync(join(here.run, file)))).toEqual([]);
  });

  it("kills what does not heed SIGTERM, with what it has started itself", async () => {
    const here = bench({ graceMs: 200 });
    const stubborn = await smallComponent("stubborn", {
      first: `process.on("SIGTERM", () => {});
        const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
        console.log(child.pid)`,
    });
    await here.supervisor.start([stubborn], never);
    const pid = pidOf(here, "stubborn");
    const grandchild = Number(readFileSync(join(here.run, "logs", "stubborn.log"), "utf8"));
    expect(lives(grandchild)).toBe(true);
    await here.supervisor.stop();

    expect(lives(pid)).toBe(false);
    await until(() => expect(lives(grandchild)).toBe(false));
  });
});

describe("a component that is killed later", () => {
  it("is told, with the command that starts it again, and the others go on", async () => {
    const here = bench();
    await here.supervisor.start([await smallComponent("fra1.agent"), await smallComponent("store")], never);
    here.supervisor.finishStart();
    process.kill(pidOf(here, "fra1.agent"), "SIGKILL");

    await until(() =>
      expect(here.said).toContain(
        "fra1 agent: ended by SIGKILL; `npm run stack -- start fra1.agent` starts it again",
      ),
    );
    expect(existsSync(join(here.run, "fra1.agent.pid"))).toBe(false);
    expect(lives(pidOf(here, "store"))).toBe(true);

    await here.supervisor.startOne("fra1.agent");
    expect(lives(pidOf(here, "fra1.agent"))).toBe(true);
    await expect(here.supervisor.startOne("fra1.agent")).rejects.toThrow("already runs");
    await expect(here.supervisor.startOne("fra1.nobody")).rejects.toThrow("there is no fra1.nobody");
  });

  it("is started again where that was asked for", async () => {
    const here = bench({ restart: true });
    await here.supervisor.start([await smallComponent("agent")], never);
    here.supervisor.finishStart();
    const first = pidOf(here, "agent");
    process.kill(first, "SIGKILL");

    await until(() => expect(here.said.filter((line) => line.includes("ready"))).toHaveLength(2));
    expect(pidOf(here, "agent")).not.toBe(first);
  });

  it("is not told when it was stopped on purpose", async () => {
    const here = bench({ restart: true });
    await here.supervisor.start([await smallComponent("agent")], never);
    here.supervisor.finishStart();
    await here.supervisor.stopOne("agent");

    expect(here.said.at(-1)).toBe("agent: stopped");
    expect(here.supervisor.status()).toMatchObject([{ name: "agent", state: "stopped", pid: undefined }]);
  });
});
