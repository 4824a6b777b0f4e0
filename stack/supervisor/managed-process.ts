import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command, Component } from "./component";
import type { PidFiles } from "./pid-files";

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SpawnOptions {
  readonly pidFiles: PidFiles;
  /** The directory of the logs: each process's standard output and error go to `<name>.log`. */
  readonly logs: string;
  readonly cwd: string;
  /** Keep the log of the component's last run, for a component that is started again. */
  readonly append: boolean;
}

/** A running component. */
export class ManagedProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  private exit: Exit | undefined;
  private ending = false;

  private constructor(
    private readonly child: ChildProcess & { readonly pid: number },
    readonly logFile: string,
    name: string,
    pidFiles: PidFiles,
  ) {
    this.pid = child.pid;
    this.exited = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        this.exit = { code, signal };
        this.killGroup();
        pidFiles.remove(name);
        resolve(this.exit);
      });
    });
  }

  /**
   * Starts a component's command. The process leads a session of its own, so that a Ctrl-C in the terminal reaches the
   * supervisor alone, which then ends everything in order. Rejects when the program can't be run at all.
   */
  static async spawn(component: Component, command: Command, options: SpawnOptions): Promise<ManagedProcess> {
    mkdirSync(options.logs, { recursive: true });
    const logFile = join(options.logs, `${component.name}.log`);
    const log = openSync(logFile, options.append ? "a" : "w");
    const child = spawn(command.file, command.args, {
      cwd: options.cwd,
      detached: true,
      env: { ...process.env, ...command.env },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    if (!hasPid(child)) throw new Error(`${component.name} has no pid`);
    options.pidFiles.write(component.name, child.pid);
    return new ManagedProcess(child, logFile, component.name, options.pidFiles);
  }

  get isRunning(): boolean {
    return this.exit === undefined;
  }

  /** True once this supervisor has asked it to end: its exit is then no news. */
  get isEnding(): boolean {
    return this.ending;
  }

  /** SIGTERM, then SIGKILL after `graceMs`; resolves when the process has ended. */
  async stop(graceMs: number): Promise<Exit> {
    this.ending = true;
    if (this.isRunning) this.child.kill("SIGTERM");
    const timer = new AbortController();
    const late = sleep(graceMs, undefined, { signal: timer.signal }).then(
      () => this.kill(),
      () => undefined,
    );
    const exit = await this.exited;
    timer.abort();
    await late;
    return exit;
  }

  kill(): void {
    this.ending = true;
    if (this.isRunning) this.killGroup();
  }

  /** The end of its log, for a person who asks why it ended. */
  lastLines(count: number): string[] {
    try {
      return readFileSync(this.logFile, "utf8").trimEnd().split("\n").slice(-count);
    } catch {
      return [];
    }
  }

  /** The process and whatever it started itself, which would otherwise outlive it. */
  private killGroup(): void {
    try {
      process.kill(-this.pid, "SIGKILL");
    } catch {
      // Nothing of the group is left.
    }
  }
}

const hasPid = (child: ChildProcess): child is ChildProcess & { readonly pid: number } =>
  child.pid !== undefined;
