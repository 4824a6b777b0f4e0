import type { LineFilter, LogLine } from "@/lib/logs/line";
import { lineMatcher } from "@/lib/logs/match";
import type { TailEvent } from "@/lib/logs/tail";
import type { HubState, Listener, Position } from "./channel";
import { type HubEvent, lineBytes } from "./ring";

export interface ViewerEvent {
  readonly position: Position;
  readonly event: TailEvent;
}

type Gap = Extract<TailEvent, { type: "gap" }>;

export interface ViewerBounds {
  readonly lines: number;
  readonly bytes: number;
}

/** What may wait for one viewer whose connection pushes back. */
const usualBounds: ViewerBounds = { lines: 5_000, bytes: 4 * 1024 * 1024 };
/** A viewer who takes nothing for this long, milliseconds, is cut off: their client comes back with its last id. */
const standstill = 60_000;

/**
 * One viewer of a channel: the filter, and a queue that only grows while nobody takes from it. When it is full its
 * oldest events go, and the viewer is told what went: lines that match their filter as `slow`, gaps with their own
 * reason and count.
 */
export class Viewer implements Listener {
  readonly #matches: (line: LogLine) => boolean;
  readonly #queue: (ViewerEvent & { lines: number; bytes: number })[] = [];
  readonly #dropped = new Map<Gap["reason"], Gap>();
  #droppedAt: Position | undefined;
  #lines = 0;
  #bytes = 0;
  #have: ReadonlySet<string> = new Set();
  #haveUntil = 0;
  #wake: (() => void) | undefined;
  #end: { readonly error?: unknown } | undefined;
  /** Since when nobody has asked for what waits; null while somebody waits for what comes. */
  #leftAt: number | null;

  constructor(
    private readonly filter: LineFilter,
    private readonly position: () => Position,
    private readonly bounds: ViewerBounds = usualBounds,
    private readonly elapsed: () => number = () => performance.now(),
  ) {
    this.#matches = lineMatcher(filter);
    this.#leftAt = elapsed();
  }

  take(event: HubEvent): void {
    const position = { seq: event.seq, ingestedAt: event.ingestedAt };
    if (event.type === "lines") {
      const lines = event.lines.filter((line) => this.#matches(line) && !this.#have.has(line.id));
      if (lines.length > 0) this.#push({ position, event: { type: "lines", lines, late: event.late } });
      return;
    }
    const count = event.counts?.[this.filter.source] ?? null;
    if (count === 0) return;
    const { reason, from, to } = event;
    this.#push({ position, event: { type: "gap", reason, count, from, to } });
  }

  complete(upTo: number, position: Position): void {
    if (this.#leftAt !== null && this.elapsed() - this.#leftAt > standstill) {
      this.close({ error: new DOMException("The viewer's connection stands still.", "AbortError") });
    }
    if (this.#have.size > 0 && upTo > this.#haveUntil) this.#have = new Set();
    this.#replaceLast({ position, event: { type: "complete", upTo } });
  }

  state({ state, since }: HubState): void {
    this.#replaceLast({ position: this.position(), event: { type: "state", state, since } });
  }

  /**
   * The viewer got these lines already, from the list that was read when they came: they are left out until all that
   * was ingested before `until` (epoch milliseconds) has been dealt with.
   */
  leaveOut(ids: ReadonlySet<string>, until: number): void {
    this.#have = ids;
    this.#haveUntil = until;
    if (ids.size === 0) return;
    for (const item of this.#queue.splice(0)) {
      this.#lines -= item.lines;
      this.#bytes -= item.bytes;
      if (item.event.type !== "lines") this.#push(item);
      else {
        const lines = item.event.lines.filter(({ id }) => !ids.has(id));
        if (lines.length > 0) this.#push({ position: item.position, event: { ...item.event, lines } });
      }
    }
  }

  /** Ends the stream, with an error or as done; what waits is let go at once. */
  close(end: { readonly error?: unknown } = {}): void {
    if (this.#end) return;
    this.#end = end;
    this.#queue.length = 0;
    this.#dropped.clear();
    this.#wake?.();
  }

  /** The next event, as soon as there is one; undefined when the stream has ended. Throws what it was closed with. */
  async next(): Promise<ViewerEvent | undefined> {
    this.#leftAt = null;
    try {
      return await this.#next();
    } finally {
      this.#leftAt = this.elapsed();
    }
  }

  async #next(): Promise<ViewerEvent | undefined> {
    for (;;) {
      if (this.#end) {
        if ("error" in this.#end) throw this.#end.error;
        return undefined;
      }
      const lost = this.#takeDropped();
      if (lost) return lost;
      const item = this.#queue.shift();
      if (item) {
        this.#lines -= item.lines;
        this.#bytes -= item.bytes;
        return { position: item.position, event: item.event };
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  /** An event of which only the newest counts takes the place of one like it at the end of the queue. */
  #replaceLast(item: ViewerEvent): void {
    if (this.#queue.at(-1)?.event.type === item.event.type) this.#queue.pop();
    this.#push(item);
  }

  #push(item: ViewerEvent): void {
    if (this.#end) return;
    const { event } = item;
    const lines = event.type === "lines" ? event.lines.length : 0;
    const bytes = event.type === "lines" ? event.lines.reduce((sum, line) => sum + lineBytes(line), 0) : 200;
    this.#queue.push({ ...item, lines, bytes });
    this.#lines += lines;
    this.#bytes += bytes;
    while (this.#lines > this.bounds.lines || this.#bytes > this.bounds.bytes) this.#dropOldest();
    this.#wake?.();
  }

  #dropOldest(): void {
    const item = this.#queue.shift();
    if (!item) return;
    this.#lines -= item.lines;
    this.#bytes -= item.bytes;
    const { event } = item;
    if (event.type === "lines") {
      const at = event.lines.map(({ ingestedAt }) => ingestedAt);
      this.#count({
        type: "gap",
        reason: "slow",
        count: at.length,
        from: Math.min(...at),
        to: Math.max(...at),
      });
    } else if (event.type === "gap") this.#count(event);
    else if (event.type === "state") {
      // Whether the tail is live must be known; it waits behind what is left.
      const newer = this.#queue.some(({ event: later }) => later.type === "state");
      if (!newer) this.#queue.push({ ...item, position: this.#queue.at(-1)?.position ?? item.position });
    }
    this.#droppedAt = item.position;
  }

  #count(gap: Gap): void {
    const before = this.#dropped.get(gap.reason);
    this.#dropped.set(
      gap.reason,
      before
        ? {
            ...gap,
            count: before.count === null || gap.count === null ? null : before.count + gap.count,
            from: Math.min(before.from, gap.from),
            to: Math.max(before.to, gap.to),
          }
        : gap,
    );
  }

  #takeDropped(): ViewerEvent | undefined {
    for (const [reason, gap] of this.#dropped) {
      this.#dropped.delete(reason);
      return { position: this.#droppedAt ?? this.position(), event: gap };
    }
    return undefined;
  }
}
