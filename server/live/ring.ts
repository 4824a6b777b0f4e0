import type { LogLine } from "@/lib/logs/line";

/** What happened to one service's lines, for every viewer alike; filters come after. */
export type HubEvent = { readonly seq: number; readonly ingestedAt: number } & HubEventBody;

export type HubEventBody =
  | { readonly type: "lines"; readonly lines: readonly LogLine[]; readonly late: boolean }
  | {
      readonly type: "gap";
      readonly reason: "rate" | "outage";
      /** Lines of each source; null where nobody could count them. */
      readonly counts: { readonly runtime: number; readonly build: number } | null;
      /** Epoch milliseconds of ingestion between which they lie. */
      readonly from: number;
      readonly to: number;
    };

export interface RingBounds {
  readonly lines: number;
  readonly bytes: number;
}

/**
 * The newest events of one service, so that a viewer who was away for a moment resumes exactly: no more of them than
 * may wait for one viewer.
 */
export class Ring {
  readonly #events: { event: HubEvent; lines: number; bytes: number }[] = [];
  #lines = 0;
  #bytes = 0;

  constructor(private readonly bounds: RingBounds = { lines: 5_000, bytes: 4 * 1024 * 1024 }) {}

  push(event: HubEvent): void {
    const lines = event.type === "lines" ? event.lines.length : 0;
    const bytes = event.type === "lines" ? event.lines.reduce((sum, line) => sum + lineBytes(line), 0) : 100;
    this.#events.push({ event, lines, bytes });
    this.#lines += lines;
    this.#bytes += bytes;
    while (this.#lines > this.bounds.lines || this.#bytes > this.bounds.bytes) {
      const oldest = this.#events.shift();
      if (!oldest) return;
      this.#lines -= oldest.lines;
      this.#bytes -= oldest.bytes;
    }
  }

  /** The events after number `seq`, or undefined where some of them are gone, or `seq` never was. `last`: the newest number. */
  after(seq: number, last: number): HubEvent[] | undefined {
    if (seq > last) return undefined;
    if (seq === last) return [];
    const first = this.#events[0]?.event.seq;
    if (first === undefined || seq < first - 1) return undefined;
    return this.#events.filter(({ event }) => event.seq > seq).map(({ event }) => event);
  }
}

/** About what a line occupies, and what it is on the wire. */
export function lineBytes(line: LogLine): number {
  let bytes = 300 + line.message.length;
  for (const [key, value] of Object.entries(line.attrs)) bytes += key.length + value.length + 6;
  return bytes;
}
