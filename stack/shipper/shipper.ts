import { randomUUID } from "node:crypto";
import {
  type Checkpoint,
  type FileCheckpoint,
  type Inflight,
  readCheckpoint,
  writeCheckpoint,
} from "./checkpoint";
import type { Delivery } from "./delivery";
import { nodesOf } from "./discovery";
import type { LineQueue, QueuedLine } from "./queue";
import { maximumBatchRows } from "./queue";
import type { Reader } from "./reader";
import type { Position } from "./tail-file";

export interface ShipperOptions {
  readonly reader: Reader;
  readonly queue: LineQueue;
  readonly delivery: Delivery;
  readonly nodesDirectory: string;
  readonly checkpointFile: string;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onStored: (lines: readonly QueuedLine[]) => void;
  readonly onHeartbeat: () => void;
  readonly onProblem: (problem: string) => void;
}

const readEveryMs = 100;
const scanEveryMs = 250;
/** Between two batches, unless a whole one is waiting: rows of many lines make fewer parts in the store. */
const flushEveryMs = 200;
const heartbeatEveryMs = 5_000;
/** How long a restart looks for the files of the batch that was being sent. */
const longestSearchMs = 5_000;

/**
 * Takes every line of a region's log files to its store, once: a batch is written into the checkpoint before it is sent
 * and out of it after the acknowledgement, so a process that is killed in between sends exactly the same batch again,
 * under the token by which the store recognises it.
 */
export class Shipper {
  readonly #options: ShipperOptions;
  #committed = new Map<string, FileCheckpoint>();

  constructor(options: ShipperOptions) {
    this.#options = options;
  }

  /** Runs until the signal aborts; rejects when a file or the checkpoint cannot be read or written. */
  async run(signal: AbortSignal): Promise<void> {
    const { reader, checkpointFile } = this.#options;
    const checkpoint = await readCheckpoint(checkpointFile);
    this.#committed = new Map(Object.entries(checkpoint.files));
    await reader.scan(this.#committed);
    try {
      if (checkpoint.inflight) await this.#resend(checkpoint.inflight, signal);
      await Promise.all([this.#readFiles(signal), this.#sendBatches(signal), this.#sendHeartbeats(signal)]);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await reader.close();
    }
  }

  async #resend(inflight: Inflight, signal: AbortSignal): Promise<void> {
    const { reader, now, sleep } = this.#options;
    const keys = Object.keys(inflight.until);
    // While rotation renames a file, one scan may miss it.
    const deadline = now() + longestSearchMs;
    while (!keys.every((key) => reader.isOpen(key)) && now() < deadline) {
      await sleep(scanEveryMs, signal);
      await reader.scan(this.#committed);
    }
    const lines: QueuedLine[] = [];
    for (const [key, until] of Object.entries(inflight.until)) {
      lines.push(...(await reader.readUntil(key, until)));
    }
    await this.#send(lines, inflight.token, signal);
  }

  async #readFiles(signal: AbortSignal): Promise<void> {
    const { reader, now, sleep } = this.#options;
    let scannedAt = now();
    while (!signal.aborted) {
      if (now() - scannedAt >= scanEveryMs) {
        const remembered = await reader.scan(this.#committed);
        for (const key of this.#committed.keys()) if (!remembered.has(key)) this.#committed.delete(key);
        scannedAt = now();
      }
      await reader.read();
      await sleep(readEveryMs, signal);
    }
  }

  async #sendBatches(signal: AbortSignal): Promise<void> {
    const { queue, now, sleep } = this.#options;
    let sentAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const due = now() - sentAt >= flushEveryMs || queue.length >= maximumBatchRows;
      if (queue.length === 0 || !due) {
        await sleep(20, signal);
        continue;
      }
      sentAt = now();
      const lines = queue.take();
      const token = randomUUID();
      const until = [...lastOf(lines)].map(([key, position]) => [key, position.offset]);
      await this.#write({ token, until: Object.fromEntries(until) });
      await this.#send(lines, token, signal);
    }
  }

  /** Stores the lines and moves the files' positions behind them. */
  async #send(lines: readonly QueuedLine[], token: string, signal: AbortSignal): Promise<void> {
    const rows = lines.flatMap(({ line }) => ("row" in line ? [line.row] : []));
    const unrouted = lines.flatMap(({ line }) => ("unrouted" in line ? [line.unrouted] : []));
    await this.#options.delivery.deliver({ token, rows, unrouted }, signal);
    for (const [key, position] of lastOf(lines)) {
      const file = await this.#options.reader.checkpoint(key, position);
      if (file) this.#committed.set(key, file);
    }
    await this.#write(undefined);
    this.#options.onStored(lines);
  }

  async #sendHeartbeats(signal: AbortSignal): Promise<void> {
    const { delivery, nodesDirectory, sleep, onHeartbeat, onProblem } = this.#options;
    while (!signal.aborted) {
      try {
        const nodes = await nodesOf(nodesDirectory);
        const kinds = ["runtime", "build"] as const;
        await delivery.heartbeat(
          nodes.flatMap((node) => kinds.map((kind) => ({ kind, node }))),
          signal,
        );
        onHeartbeat();
      } catch (error) {
        signal.throwIfAborted();
        onProblem(`heartbeat: ${error instanceof Error ? error.message : String(error)}`);
      }
      await sleep(heartbeatEveryMs, signal);
    }
  }

  #write(inflight: Inflight | undefined): Promise<void> {
    const checkpoint: Checkpoint = { files: Object.fromEntries(this.#committed), inflight };
    return writeCheckpoint(this.#options.checkpointFile, checkpoint);
  }
}

/** Where each file of a batch stands after it. */
function lastOf(lines: readonly QueuedLine[]): Map<string, Position> {
  return new Map(lines.map(({ file, after }) => [file, after]));
}
