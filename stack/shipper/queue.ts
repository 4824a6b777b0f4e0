import type { Position } from "./tail-file";
import type { LogRow, Unrouted } from "./transform";

/** A row waiting to be sent, and where its file stands once it is stored. */
export interface QueuedLine {
  readonly file: string;
  readonly after: Position;
  readonly line: { readonly row: LogRow } | { readonly unrouted: Unrouted };
  /** Epoch milliseconds when it was read. */
  readonly readAt: number;
  readonly bytes: number;
}

const maximumRows = 20_000;
const maximumBytes = 32 * 1024 * 1024;
export const maximumBatchRows = 10_000;
const maximumBatchBytes = 8 * 1024 * 1024;

/** Lines between the files and the store. Bounded: when it is full, reading stops, and the files hold the rest. */
export class LineQueue {
  #lines: QueuedLine[] = [];
  #bytes = 0;

  get full(): boolean {
    return this.#lines.length >= maximumRows || this.#bytes >= maximumBytes;
  }

  get length(): number {
    return this.#lines.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** When the oldest waiting line was read. */
  get oldestReadAt(): number | undefined {
    return this.#lines[0]?.readAt;
  }

  push(line: QueuedLine): void {
    this.#lines.push(line);
    this.#bytes += line.bytes;
  }

  /** The next batch's lines, at most 10,000 and about 8 MiB. They leave the queue. */
  take(): QueuedLine[] {
    let count = 0;
    let bytes = 0;
    for (const line of this.#lines) {
      if (count >= maximumBatchRows || (count > 0 && bytes + line.bytes > maximumBatchBytes)) break;
      count += 1;
      bytes += line.bytes;
    }
    const taken = this.#lines.slice(0, count);
    this.#lines = this.#lines.slice(count);
    this.#bytes -= bytes;
    return taken;
  }
}
