import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identityOf, isSame } from "./identity";

export interface LeftOver {
  readonly name: string;
  readonly pid: number;
}

/** The pid files of a run directory: `<name>.pid` holds the pid alone, since others read it. */
export class PidFiles {
  /** Beside each pid, when that process started: a pid alone may by now be somebody else's. */
  private readonly identities: string;

  constructor(private readonly directory: string) {
    this.identities = join(directory, "identities");
    mkdirSync(this.identities, { recursive: true });
  }

  write(name: string, pid: number): void {
    writeFileSync(join(this.identities, name), identityOf(pid) ?? "");
    writeFileSync(join(this.directory, `${name}.pid`), `${pid}\n`);
  }

  remove(name: string): void {
    rmSync(join(this.directory, `${name}.pid`), { force: true });
    rmSync(join(this.identities, name), { force: true });
  }

  /** Processes that an earlier supervisor started and that are still there. Files of ended ones are removed. */
  leftOver(): LeftOver[] {
    const names = readdirSync(this.directory)
      .filter((file) => file.endsWith(".pid"))
      .map((file) => file.slice(0, -".pid".length));
    return names.flatMap((name) => {
      const pid = Number(this.read(join(this.directory, `${name}.pid`)));
      const identity = this.read(join(this.identities, name));
      if (Number.isInteger(pid) && pid > 1 && identity && isSame(pid, identity)) return [{ name, pid }];
      this.remove(name);
      return [];
    });
  }

  /** Ends what `leftOver` found: SIGTERM, and SIGKILL for what is still there after `graceMs`. */
  async end(leftOver: readonly LeftOver[], graceMs: number): Promise<void> {
    await Promise.all(
      leftOver.map(async ({ name, pid }) => {
        const identity = this.read(join(this.identities, name)) ?? "";
        const deadline = Date.now() + graceMs;
        signal(pid, "SIGTERM");
        while (isSame(pid, identity) && Date.now() < deadline) await sleep(50);
        if (isSame(pid, identity)) signal(pid, "SIGKILL");
        while (isSame(pid, identity)) await sleep(20);
        this.remove(name);
      }),
    );
  }

  private read(file: string): string | undefined {
    try {
      return readFileSync(file, "utf8").trim();
    } catch {
      return undefined;
    }
  }
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}
