import { setTimeout as sleep } from "node:timers/promises";
import { type Component, labelOf } from "./component";
import { waitUntilHealthy } from "./health";
import { type Exit, ManagedProcess } from "./managed-process";
import type { PidFiles } from "./pid-files";
import { formatElapsed, type Reporter } from "./reporter";

export interface SupervisorOptions {
  readonly pidFiles: PidFiles;
  readonly logs: string;
  /** Working directory of every component. */
  readonly cwd: string;
  readonly reporter: Reporter;
  /** Start a component again when it ends by itself. */
  readonly restart: boolean;
  /** Milliseconds that a component may take until it is healthy. */
  readonly healthDeadlineMs: number;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

export interface ComponentStatus {
  readonly name: string;
  readonly pid: number | undefined;
  readonly state: "starting" | "ready" | "ended" | "stopped";
  readonly address: string;
}

/** A component did not become healthy; the message holds the end of its log. */
export class ComponentFailed extends Error {
  override readonly name = "ComponentFailed";
}

interface Entry {
  readonly component: Component;
  process: ManagedProcess | undefined;
  state: ComponentStatus["state"];
}

const firstRestartMs = 1_000;
const longestRestartMs = 30_000;
const lastLogLines = 15;

/** Starts components stage by stage, watches over them, and ends them in the reverse order. */
export class Supervisor {
  private readonly stages: Entry[][] = [];
  private readonly stopping = new AbortController();
  private readonly failed = new AbortController();
  private isStarting = true;
  private stopped: Promise<void> | undefined;

  constructor(private readonly options: SupervisorOptions) {}

  /**
   * Starts components side by side and resolves when all are healthy. Rejects with `ComponentFailed` as soon as one of them,
   * or of an earlier stage, ends or is late; the caller then stops what runs.
   */
  async start(components: readonly Component[], signal: AbortSignal): Promise<void> {
    const stage = components.map(
      (component): Entry => ({ component, process: undefined, state: "starting" }),
    );
    this.stages.push(stage);
    const aborted = AbortSignal.any([signal, this.failed.signal, this.stopping.signal]);
    const started = await Promise.allSettled(
      stage.map(async (entry) => {
        try {
          await this.launch(entry, aborted, false);
        } catch (error) {
          this.failed.abort(error);
          throw error;
        }
      }),
    );
    this.failed.signal.throwIfAborted();
    const rejected = started.find((result) => result.status === "rejected");
    if (rejected) throw rejected.reason;
  }

  /** Aborts, with a `ComponentFailed` as its reason, when a component ends before `finishStart`. */
  get startFailed(): AbortSignal {
    return this.failed.signal;
  }

  /** From now on a component that ends is said and does not take the others with it. */
  finishStart(): void {
    this.isStarting = false;
  }

  /** Starts one component again. Rejects with a sentence for a person when that can't be done. */
  async startOne(name: string): Promise<void> {
    const entry = this.find(name);
    if (entry.process?.isRunning) throw new Error(`${name} already runs (pid ${entry.process.pid})`);
    entry.state = "starting";
    try {
      await this.launch(entry, this.stopping.signal, true);
    } catch (error) {
      await entry.process?.stop(this.options.graceMs);
      throw error;
    }
  }

  /** Stops one component in an orderly way. Rejects with a sentence for a person when there is no such component. */
  async stopOne(name: string): Promise<void> {
    const entry = this.find(name);
    await entry.process?.stop(this.options.graceMs);
    entry.state = "stopped";
    this.options.reporter.step(labelOf(entry.component), "stopped", "yellow");
  }

  status(): ComponentStatus[] {
    return this.stages.flat().map(({ component, process, state }) => ({
      name: component.name,
      pid: process?.isRunning ? process.pid : undefined,
      state,
      address: component.address ?? new URL(component.health).origin,
    }));
  }

  /** Ends every component, the last stage first. Repeated calls wait for the same end. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  /** Ends every component at once, for a person who can't wait. */
  kill(): void {
    for (const entry of this.stages.flat()) entry.process?.kill();
  }

  private async stopAll(): Promise<void> {
    this.stopping.abort(new Error("the supervisor is stopping"));
    for (const stage of this.stages.toReversed()) {
      await Promise.all(stage.map((entry) => entry.process?.stop(this.options.graceMs)));
    }
  }

  private async launch(entry: Entry, signal: AbortSignal, append: boolean): Promise<void> {
    const { component } = entry;
    const { reporter, healthDeadlineMs } = this.options;
    const label = labelOf(component);
    const started = Date.now();
    const command = await component.command();
    signal.throwIfAborted();
    const running = await ManagedProcess.spawn(component, command, { ...this.options, append });
    entry.process = running;
    if (signal.aborted) {
      // The end was asked for while the program was being started: nobody else knows of it yet.
      await running.stop(this.options.graceMs);
      throw signal.reason;
    }
    const over = new AbortController();
    const ended = running.exited.then((exit) => {
      over.abort();
      return exit;
    });
    const healthy = await waitUntilHealthy(component.health, {
      deadlineMs: healthDeadlineMs,
      signal: AbortSignal.any([signal, over.signal]),
      onWaiting: (elapsed) => reporter.step(label, `still starting (${formatElapsed(elapsed)})`, "dim"),
    }).catch(async (error: unknown) => {
      if (over.signal.aborted && !running.isEnding)
        throw this.failure(entry, `ended ${inWords(await ended)}`);
      throw error;
    });
    if (!healthy) {
      throw this.failure(
        entry,
        `did not answer ${component.health} within ${formatElapsed(healthDeadlineMs)}`,
      );
    }
    await component.onceHealthy?.(signal);
    if (!running.isRunning) throw this.failure(entry, `ended ${inWords(await ended)}`);
    entry.state = "ready";
    reporter.step(label, `ready after ${formatElapsed(Date.now() - started)}`, "green");
    void ended.then((exit) => this.onEnd(entry, running, exit));
  }

  private failure(entry: Entry, what: string): ComponentFailed {
    entry.state = "ended";
    const log = entry.process?.lastLines(lastLogLines) ?? [];
    return new ComponentFailed(
      [
        `${labelOf(entry.component)} ${what}; the end of ${entry.process?.logFile}:`,
        ...log.map((line) => `  | ${line}`),
      ].join("\n"),
    );
  }

  /** A healthy component has ended. Unless it was asked to, that is said, and the others go on. */
  private onEnd(entry: Entry, ended: ManagedProcess, exit: Exit): void {
    if (ended.isEnding || this.stopping.signal.aborted || entry.process !== ended) return;
    if (this.isStarting) {
      this.failed.abort(this.failure(entry, `ended ${inWords(exit)}`));
      return;
    }
    entry.state = "ended";
    const { name } = entry.component;
    const remedy = this.options.restart
      ? "it is started again"
      : `\`npm run stack -- start ${name}\` starts it again`;
    this.options.reporter.step(labelOf(entry.component), `ended ${inWords(exit)}; ${remedy}`, "red");
    if (this.options.restart) void this.restart(entry);
  }

  private async restart(entry: Entry): Promise<void> {
    const { signal } = this.stopping;
    for (let pause = firstRestartMs; !signal.aborted; pause = Math.min(2 * pause, longestRestartMs)) {
      try {
        await sleep(pause, undefined, { signal });
        if (entry.process?.isRunning) return;
        await this.launch(entry, signal, true);
        return;
      } catch (error) {
        if (signal.aborted) return;
        await entry.process?.stop(this.options.graceMs);
        this.options.reporter.step(
          labelOf(entry.component),
          error instanceof Error ? error.message : String(error),
          "red",
        );
      }
    }
  }

  private find(name: string): Entry {
    const entries = this.stages.flat();
    const entry = entries.find(({ component }) => component.name === name);
    if (entry) return entry;
    throw new Error(
      `there is no ${name} here; there is ${entries.map(({ component }) => component.name).join(", ")}`,
    );
  }
}

const inWords = ({ code, signal }: Exit): string => (signal ? `by ${signal}` : `with exit code ${code}`);
