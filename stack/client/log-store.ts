import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One ClickHouse with the region's real schema, users and limits, for the tests of one file. */
export interface LogStore {
  readonly url: string;
  /** The shipper's own way in: acknowledged when the rows are in a part. Rejects with the store's words. */
  readonly insert: (rows: readonly object[]) => Promise<void>;
  /** Rows of a query by the administrator. */
  readonly admin: (query: string) => Promise<Record<string, unknown>[]>;
  /** Stops the process in its tracks (SIGSTOP), and lets it go on. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a ClickHouse of its own, on free ports and in a folder of its own, and points `STARDECK_CONFIG` at it: for a
 * test process that has not loaded `stack/layout.ts` or the configuration yet.
 */
export async function startLogStore(): Promise<LogStore> {
  const state = await mkdtemp(join(tmpdir(), "stardeck-log-store-"));
  process.env.STARDECK_STATE = state;
  process.env.STACK_PORT_BASE = String(await freePortBase());
  const { clickhouseCommand, applyLogSchema, clickhouseAdmin } = await import("../programs/clickhouse");
  const { loadSecrets } = await import("../secrets");
  const { host, ports } = await import("../layout");
  const region = "nyc3";
  const secrets = loadSecrets().regions[region];
  const url = `http://${host}:${ports.clickhouse(region)}`;
  const command = await clickhouseCommand({ region, secrets, queryLog: true });
  const server = spawn(command.file, [...command.args], {
    env: { ...process.env, ...command.env },
    stdio: "ignore",
  });
  // A test run that breaks off leaves no database behind.
  const killed = () => {
    server.kill("SIGKILL");
    rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", killed);
  await answers(url, server);
  await applyLogSchema(region, secrets);
  process.env.STARDECK_CONFIG = join(state, "stardeck.config.yaml");
  await writeFile(process.env.STARDECK_CONFIG, configuration(region, url, secrets), { mode: 0o600 });

  const ask = async (user: string, password: string, query: string, body: string): Promise<string> => {
    const response = await fetch(`${url}/?default_format=JSONEachRow&query=${encodeURIComponent(query)}`, {
      method: "POST",
      headers: { "X-ClickHouse-User": user, "X-ClickHouse-Key": password },
      body,
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(answer);
    return answer;
  };
  return {
    url,
    insert: async (rows) => {
      const body = rows.map((row) => JSON.stringify(row)).join("\n");
      await ask("stardeck_writer", secrets.writer, "INSERT INTO stardeck.logs FORMAT JSONEachRow", body);
    },
    admin: async (query) => {
      const text = await ask(clickhouseAdmin, secrets.admin, query, "");
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line): Record<string, unknown> => JSON.parse(line));
    },
    pause: () => void server.kill("SIGSTOP"),
    resume: () => void server.kill("SIGCONT"),
    stop: async () => {
      server.kill("SIGCONT");
      await ended(server);
      process.off("exit", killed);
      await rm(state, { recursive: true, force: true });
    },
  };
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`ClickHouse ended with ${server.exitCode}`);
    const response = await fetch(`${url}/ping`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("ClickHouse did not answer within a minute");
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill("SIGTERM");
    setTimeout(() => server.kill("SIGKILL"), 10_000).unref();
  });
}

/** A hundred ports from one that is free: the stack derives its own from the first. */
async function freePortBase(): Promise<number> {
  const free = await new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
  return Math.min(free, 65_000);
}

const configuration = (
  region: string,
  url: string,
  secrets: { reader: string; tail: string; freshness: string },
) => `publicUrl: http://127.0.0.1:3000
auth:
  issuer: http://127.0.0.1:9
  clientId: stardeck
  clientSecret: not-used-by-a-log-store
  sessionSecret: not-used-by-a-log-store-but-long-enough
catalog:
  starbase: http://127.0.0.1:9
regions:
  - id: ${region}
    name: New York 3
    metrics: { kind: victoriametrics, url: "http://127.0.0.1:9", token: none, platformToken: none }
    logs:
      url: ${url}
      username: stardeck_reader
      password: "${secrets.reader}"
      tailUsername: stardeck_tail
      tailPassword: "${secrets.tail}"
      freshnessUsername: stardeck_freshness
      freshnessPassword: "${secrets.freshness}"
`;
