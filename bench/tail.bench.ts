/**
 * The live tail: time from just before a line's insert is sent to ClickHouse to its arrival at a viewer's event stream,
 * at 500 lines a second for a minute.
 */
import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { TailEvent } from "../lib/logs/tail";
import { serverSentEvents } from "../stack/client/event-stream";
import { readStack, serviceOf } from "../stack/client/read-stack";
import { signInAs } from "../stack/client/sign-in";
import { median, percentile } from "./statistics";
import { table } from "./table";

const seconds = Number(process.env.BENCH_SECONDS ?? 60);
const linesPerSecond = 500;
const batch = 25;
const goal = { median: 400, p99: 1_000 } as const;

export async function main(): Promise<number> {
  const stack = readStack();
  const service = serviceOf(stack, "acme-shop", "production", "mailer");
  const { cookie } = await signInAs(stack.stardeck.url, "ada@acme.test", "demo");

  const sentAt = new Map<string, number>();
  const arrivedAt = new Map<string, number>();
  const seen = { twice: 0, skipped: 0, completeTo: 0, live: false, states: 0 };
  const leave = new AbortController();
  const url = new URL("/api/trpc/logs.tail", stack.stardeck.url);
  const { project, environment, service: slug } = service;
  const input = { project, environment, service: slug, source: "runtime", backlog: 0 };
  url.searchParams.set("input", JSON.stringify(input));

  const following = (async () => {
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    for await (const { event, data } of serverSentEvents(url, { headers, signal: leave.signal })) {
      if (event === "serialized-error") throw new Error(data);
      if (event !== "message") continue;
      // Our own server's answer, by its own type: parsing it would be measured too.
      const said = JSON.parse(data) as TailEvent;
      if (said.type === "state") {
        seen.live = said.state === "live";
        seen.states++;
      } else if (said.type === "complete") seen.completeTo = said.upTo;
      else if (said.type === "gap") seen.skipped += said.count ?? 0;
      else {
        const at = performance.now();
        for (const { id } of said.lines) {
          if (!sentAt.has(id)) continue;
          if (arrivedAt.has(id)) seen.twice++;
          else arrivedAt.set(id, at);
        }
      }
    }
  })().catch((error: unknown) => {
    if (!leave.signal.aborted) throw error;
  });
  const failed = following.then(() => {
    if (!leave.signal.aborted) throw new Error("the stream ended by itself");
  });
  // Told where it is waited for, below.
  failed.catch(() => {});

  await Promise.race([failed, until(() => seen.live, 15_000, "the tail did not become live")]);
  const lines = lineMaker(service);
  const inserts: Promise<void>[] = [];
  const insertTimes: number[] = [];
  const began = performance.now();
  for (let sent = 0; sent < seconds * linesPerSecond; sent += batch) {
    await pause(began + (sent / linesPerSecond) * 1_000 - performance.now());
    const rows = Array.from({ length: batch }, () => lines());
    const at = performance.now();
    for (const { line_id } of rows) sentAt.set(line_id, at);
    const inserted = insert(service.in.logs, rows).then(() => void insertTimes.push(performance.now() - at));
    inserted.catch(() => {});
    inserts.push(inserted);
  }
  await Promise.race([failed, Promise.all(inserts)]);
  const ended = Date.now();
  await Promise.race([failed, until(() => seen.completeTo > ended, 40_000, "the tail said nothing more")]);
  leave.abort();
  await following;

  const latencies = [...arrivedAt].map(([id, at]) => at - (sentAt.get(id) ?? Number.NaN));
  const lost = sentAt.size - arrivedAt.size;
  const result = { median: median(latencies), p99: percentile(latencies, 99) };
  const of = (values: readonly number[]) => [
    median(values).toFixed(0),
    percentile(values, 95).toFixed(0),
    percentile(values, 99).toFixed(0),
    Math.max(...values).toFixed(0),
  ];
  console.log(`logs.tail, ${linesPerSecond} lines a second for ${seconds} s, ${sentAt.size} lines\n`);
  console.log(
    table(
      ["milliseconds", "median", "p95", "p99", "max"],
      [
        ["insert sent → at the viewer", ...of(latencies)],
        ["insert sent → acknowledged", ...of(insertTimes)],
      ],
    ),
  );
  console.log(
    `\nlost ${lost} (of which counted in gaps: ${Math.min(lost, seen.skipped)}), twice ${seen.twice}`,
  );
  const met = result.median < goal.median && result.p99 < goal.p99 && lost === 0 && seen.twice === 0;
  console.log(
    `goal: median under ${goal.median} ms, p99 under ${goal.p99} ms, none lost, none twice: ${met ? "met" : "missed"}`,
  );
  return met ? 0 : 1;
}

function lineMaker(service: { projectId: string; environment: string; serviceId: string }) {
  let next = BigInt(`0x${randomBytes(6).toString("hex")}`) << 15n;
  return () => {
    const line_id = String(next++);
    return {
      project_id: service.projectId,
      environment: service.environment,
      service_id: service.serviceId,
      ts: new Date().toISOString(),
      line_id,
      level: "info",
      replica: "bench",
      message: `bench line ${line_id} ${"x".repeat(100)}`,
      retention_days: 3,
    };
  };
}

async function insert(
  logs: { url: string; writer: { username: string; password: string } },
  rows: readonly object[],
): Promise<void> {
  const query = "INSERT INTO stardeck.logs FORMAT JSONEachRow";
  const response = await fetch(`${logs.url}/?query=${encodeURIComponent(query)}`, {
    method: "POST",
    headers: { "X-ClickHouse-User": logs.writer.username, "X-ClickHouse-Key": logs.writer.password },
    body: rows.map((row) => JSON.stringify(row)).join("\n"),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));

async function until(what: () => boolean, limit: number, otherwise: string): Promise<void> {
  const deadline = performance.now() + limit;
  while (!what()) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await pause(20);
  }
}
