import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readStack } from "../client/read-stack";
import { paths, pidFile } from "../layout";
import type { StackDescription } from "../stack-json";
import { askSupervisor } from "../supervisor/control";
import { loadAnchor } from "../workload/anchor";
import { criTime } from "../workload/logs/cri";
import { nodesOf } from "../workload/model/nodes";
import { lineId } from "./line-id";

/** On the running stack: what the workload says that it wrote, against what is in the regions' stores. */

type Service = StackDescription["services"][number];

let stack: StackDescription;
beforeAll(() => {
  stack = readStack();
});

const ledgerAnswer = z.object({
  written_until: z.iso.datetime().transform((text) => Date.parse(text)),
  lines: z.array(
    z.object({
      time_ns: z.string(),
      stream: z.enum(["stdout", "stderr"]),
      text: z.string(),
      node: z.string(),
      container_id: z.string(),
    }),
  ),
});

/** Identities of the lines that the workload wrote within [from, to), epoch milliseconds. */
async function written(service: Service, from: number, to: number): Promise<string[]> {
  const asked = new URLSearchParams({
    service_id: service.serviceId,
    environment: service.environment,
    region: service.region,
    from: String(from),
    to: String(to),
  });
  const ask = async () =>
    ledgerAnswer.parse(await (await fetch(`${stack.workload.url}/lines?${asked}`)).json());
  let answer: z.infer<typeof ledgerAnswer> | undefined;
  // The ledger tells of no line before it is in its file.
  await until(async () => {
    answer = await ask();
    return answer.written_until >= to;
  });
  return (answer?.lines ?? [])
    .map(({ container_id, stream, time_ns, node, text }) => {
      const runtime = nodesOf(service.region).find(({ name }) => name === node)?.runtime ?? "containerd";
      return lineId(container_id, stream, criTime(BigInt(time_ns), runtime), Buffer.from(text));
    })
    .sort();
}

/** Identities of every row of the same span, as often as they are there. */
async function stored(service: Service, from: number, to: number): Promise<string[]> {
  const region = stack.regions.find(({ id }) => id === service.region);
  if (!region) throw new Error(`no region ${service.region}`);
  const { url, admin } = region.logs;
  // What another test wrote into a container's file is not in the workload's ledger.
  const query = `SELECT toString(line_id) FROM stardeck.logs
    WHERE project_id = '${service.projectId}' AND environment = '${service.environment}'
      AND service_id = '${service.serviceId}' AND NOT startsWith(message, 'canary')
      AND ts >= fromUnixTimestamp64Milli(${from}) AND ts < fromUnixTimestamp64Milli(${to})`;
  const response = await fetch(url, {
    method: "POST",
    headers: { "X-ClickHouse-User": admin.username, "X-ClickHouse-Key": admin.password },
    body: query,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text.split("\n").filter(Boolean).sort();
}

/** Waits until every written line has come, then compares: none missing, none twice, none from nowhere. */
async function expectEachOnce(service: Service, from: number, to: number): Promise<number> {
  const wrote = await written(service, from, to);
  const deadline = Date.now() + 30_000;
  while ((await stored(service, from, to)).length < wrote.length && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await stored(service, from, to), `${service.environment}/${service.service}`).toEqual(wrote);
  return wrote.length;
}

async function expectAllOnce(from: number, to: number): Promise<void> {
  let lines = 0;
  for (const service of stack.services) lines += await expectEachOnce(service, from, to);
  expect(lines).toBeGreaterThan(0);
}

describe("every line that the workload wrote is in ClickHouse once", () => {
  test("where the history of the first start and the live files meet", async () => {
    const { firstStart } = loadAnchor();
    await expectAllOnce(firstStart - 120_000, Math.min(firstStart + 60_000, Date.now()));
  });

  test("in the last two minutes", async () => {
    const now = Date.now();
    await expectAllOnce(now - 120_000, now);
  });

  test("over a SIGKILL of a shipper and its start again", async () => {
    const from = Date.now();
    const { pid } = await shipperOf("nyc3");
    process.kill(pid, "SIGKILL");
    await until(async () => (await shipperOf("nyc3")).state === "ended");
    // Some lines come while nobody ships.
    await until(async () => (await linesSince("nyc3", from)) > 20);
    await askSupervisor(paths.run, { action: "start", name: "nyc3.shipper" });
    expect(Number(readFileSync(pidFile("nyc3.shipper"), "utf8"))).not.toBe(pid);
    const restarted = Date.now();
    await until(async () => Date.now() - restarted > 1_000 && (await linesSince("nyc3", restarted)) > 20);
    await expectAllOnce(from, Date.now());
  });
});

async function shipperOf(region: string): Promise<{ pid: number; state: string }> {
  const components = await askSupervisor(paths.run, { action: "status" });
  const found = components.find(({ name }) => name === `${region}.shipper`);
  if (!found) throw new Error(`no shipper of ${region}`);
  return { pid: found.pid ?? 0, state: found.state };
}

async function linesSince(region: string, from: number): Promise<number> {
  const services = stack.services.filter((service) => service.region === region);
  const lines = await Promise.all(services.map((service) => written(service, from, Date.now())));
  return lines.reduce((sum, each) => sum + each.length, 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("it did not come true within 30 s");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
