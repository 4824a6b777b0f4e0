import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { identityOf, isSame } from "./identity";
import type { ComponentStatus, Supervisor } from "./supervisor";

/** How a second terminal reaches the supervisor: written beside the pid files, readable by its owner alone. */
const controlFile = z.object({ pid: z.number(), identity: z.string(), port: z.number(), token: z.string() });
type ControlFile = z.infer<typeof controlFile>;

const fileOf = (runDirectory: string) => join(runDirectory, "supervisor.json");

/** What the supervisor refuses, or that none runs; the message is for a person. */
export class NotPossible extends Error {
  override readonly name = "NotPossible";
}

export type ControlRequest = { action: "start" | "stop"; name: string } | { action: "status" };

const statusAnswer = z.array(
  z.object({
    name: z.string(),
    pid: z.number().optional(),
    state: z.enum(["starting", "ready", "ended", "stopped"]),
    address: z.string(),
  }),
);

/** The supervisor that runs on this state directory, or undefined. */
export function runningSupervisor(runDirectory: string): ControlFile | undefined {
  try {
    const found = controlFile.parse(JSON.parse(readFileSync(fileOf(runDirectory), "utf8")));
    return isSame(found.pid, found.identity) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Listens for `start`, `stop` and `status` until the returned function is called. */
export async function serveControl(runDirectory: string, supervisor: Supervisor): Promise<() => void> {
  const token = randomBytes(24).toString("hex");
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    };
    if (request.method !== "POST" || !isBearer(request.headers.authorization, token)) {
      answer(403, "forbidden");
      return;
    }
    const [, action, name = ""] = (request.url ?? "").split("/").map(decodeURIComponent);
    act(supervisor, action, name).then(
      (status) => answer(200, status),
      (error: unknown) => answer(409, error instanceof Error ? error.message : String(error)),
    );
  });
  const port = await listen(server);
  const file: ControlFile = { pid: process.pid, identity: identityOf(process.pid) ?? "", port, token };
  rmSync(fileOf(runDirectory), { force: true });
  writeFileSync(fileOf(runDirectory), JSON.stringify(file), { mode: 0o600 });
  return () => {
    rmSync(fileOf(runDirectory), { force: true });
    server.close();
    server.closeAllConnections();
  };
}

async function act(supervisor: Supervisor, action: string | undefined, name: string) {
  if (action === "start") await supervisor.startOne(name);
  else if (action === "stop") await supervisor.stopOne(name);
  else if (action !== "status") throw new Error(`the supervisor can't ${action}`);
  return supervisor.status();
}

/**
 * Asks the supervisor that runs on this state directory. Rejects with `NotPossible`.
 */
export async function askSupervisor(
  runDirectory: string,
  request: ControlRequest,
): Promise<ComponentStatus[]> {
  const running = runningSupervisor(runDirectory);
  if (!running) {
    throw new NotPossible("no stack runs here; `npm run demo` or `npm run stack` starts it");
  }
  const path =
    request.action === "status" ? "status" : `${request.action}/${encodeURIComponent(request.name)}`;
  const response = await fetch(`http://127.0.0.1:${running.port}/${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${running.token}` },
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new NotPossible(String(body));
  return statusAnswer.parse(body).map((status) => ({ ...status, pid: status.pid }));
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      // A TCP server's address is never a string or null once it listens.
      resolve((server.address() as AddressInfo).port);
    });
  });
}
