import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Component } from "../component";
import { PidFiles } from "../pid-files";
import type { Reporter } from "../reporter";
import { Supervisor, type SupervisorOptions } from "../supervisor";

/** What a small real process does, for tests of the supervisor. */
interface Behaviour {
  /** Runs before it listens, in the process. */
  readonly first?: string;
  /** Listen and answer; true by default. */
  readonly answers?: boolean;
  /** Called when the supervisor asks for its command: that is, when it is started. */
  readonly onCommand?: () => void;
}

/** A component that is a real Node process with an HTTP server of its own. */
export async function smallComponent(name: string, behaviour: Behaviour = {}): Promise<Component> {
  const port = await freePort();
  const { first = "", answers = true, onCommand } = behaviour;
  const listen = `require("node:http").createServer((_, response) => response.end()).listen(${port}, "127.0.0.1")`;
  return {
    name,
    ports: [port],
    health: `http://127.0.0.1:${port}/health`,
    command: async () => {
      onCommand?.();
      return {
        file: process.execPath,
        args: ["-e", `${first};${answers ? listen : "setInterval(() => {}, 1000)"}`],
      };
    },
  };
}

export interface Workbench {
  readonly supervisor: Supervisor;
  readonly pidFiles: PidFiles;
  readonly run: string;
  /** Everything that was reported. */
  readonly said: string[];
}

/** A supervisor with short deadlines and a directory of its own. */
export function workbench(options: Partial<SupervisorOptions> = {}): Workbench {
  const run = mkdtempSync(join(tmpdir(), "stardeck-supervisor-"));
  const pidFiles = new PidFiles(run);
  const said: string[] = [];
  const reporter: Reporter = {
    title: (text) => said.push(text),
    step: (name, text) => said.push(`${name}: ${text}`),
    line: (text = "") => said.push(text),
  };
  const supervisor = new Supervisor({
    pidFiles,
    logs: join(run, "logs"),
    cwd: run,
    reporter,
    restart: false,
    healthDeadlineMs: 15_000,
    graceMs: 5_000,
    ...options,
  });
  return { supervisor, pidFiles, run, said };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
