import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { askSupervisor, runningSupervisor, serveControl } from "./control";
import { smallComponent, workbench } from "./testing/small-process";

const never = new AbortController().signal;

it("stops and starts a component on a word from another process", async () => {
  const { supervisor, run } = workbench();
  const close = await serveControl(run, supervisor);
  try {
    await supervisor.start([await smallComponent("fra1.agent")], never);
    supervisor.finishStart();

    const stopped = await askSupervisor(run, { action: "stop", name: "fra1.agent" });
    expect(stopped).toMatchObject([{ name: "fra1.agent", state: "stopped" }]);
    expect(existsSync(join(run, "fra1.agent.pid"))).toBe(false);

    const started = await askSupervisor(run, { action: "start", name: "fra1.agent" });
    expect(started).toMatchObject([{ name: "fra1.agent", state: "ready" }]);
    expect(await askSupervisor(run, { action: "status" })).toEqual(started);

    await expect(askSupervisor(run, { action: "start", name: "fra1.nobody" })).rejects.toThrow(
      "there is no fra1.nobody here; there is fra1.agent",
    );
  } finally {
    close();
    await supervisor.stop();
  }
});

it("answers nobody who can't read its file", async () => {
  const { supervisor, run } = workbench();
  const close = await serveControl(run, supervisor);
  const { port } = JSON.parse(readFileSync(join(run, "supervisor.json"), "utf8"));
  expect(statSync(join(run, "supervisor.json")).mode & 0o077).toBe(0);
  const response = await fetch(`http://127.0.0.1:${port}/status`, {
    method: "POST",
    headers: { Authorization: "Bearer guess" },
  });
  expect(response.status).toBe(403);
  close();
});

it("says so when no stack runs, also where a killed one left its file", async () => {
  const { run } = workbench();
  await expect(askSupervisor(run, { action: "status" })).rejects.toThrow("no stack runs here");
  const left = { pid: process.pid, identity: "an earlier process", port: 1, token: "" };
  writeFileSync(join(run, "supervisor.json"), JSON.stringify(left));
  expect(runningSupervisor(run)).toBeUndefined();
  await expect(askSupervisor(run, { action: "status" })).rejects.toThrow("no stack runs here");
});
