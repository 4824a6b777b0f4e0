import { compareNewestFirst, type LineCursor, type LogLine, lineTimeMs } from "./line";
import type { TailEvent } from "./tail";
import { heldGapRow, hubGapRow, lineRowOf, placeRows, type TailRow } from "./tail-rows";

/** Bounds of what a page keeps of a tail, in rows. */
export interface TailLimits {
  /** In the list; the oldest fall off its end. */
  readonly listed: number;
  /** Behind a list that is held; the oldest are skipped, which the list then says. */
  readonly held: number;
  /** Ids that are remembered, so that what a reconnect repeats is told from what is new. */
  readonly remembered: number;
}

const tailLimits: TailLimits = { listed: 10_000, held: 10_000, remembered: 50_000 };

/** A line that sorts this far below the newest one came late. Milliseconds; replicas' batches differ by less. */
const lateAfterMs = 5_000;

/** Lines. Always: received = listed + held + overflowed + fallen. */
export interface TailCounts {
  /** What the tail brought, each line once. */
  readonly received: number;
  /** Of them in the list. */
  readonly listed: number;
  /** Of them waiting behind a list that is held. */
  readonly held: number;
  /** Of them given up because too many waited. */
  readonly overflowed: number;
  /** Of them off the end of the list because it was full. */
  readonly fallen: number;
  /** What the hub said that it did not send; outages, which nobody can count, are in `outages`. */
  readonly gaps: number;
  readonly outages: number;
}

export interface TailSnapshot {
  /** Newest first. */
  readonly rows: readonly TailRow[];
  readonly counts: TailCounts;
  /** Epoch milliseconds of ingestion up to which nothing is missing but what the counts say; null before the hub says. */
  readonly completeUpTo: number | null;
  readonly state: { readonly state: "live" | "reconnecting"; readonly since: number } | null;
  /** Place of the oldest line in the list: where older ones begin. */
  readonly oldest: LineCursor | null;
}

/**
 * What a page keeps of a tail: each line once, in order of (time, id), within bounds, with counts that add up. While
 * it is held the list does not change; what comes waits behind it. Knows neither clocks nor the page.
 */
export class TailBuffer {
  /** Oldest first, so that a tail's usual case is a push. */
  #listed: TailRow[] = [];
  #held: TailRow[] = [];
  #holding = false;
  readonly #present = new Set<string>();
  readonly #seen = new Set<string>();
  #overflow: { count: number; oldest: LogLine; newest: LogLine } | null = null;
  #counts = { received: 0, listed: 0, held: 0, overflowed: 0, fallen: 0, gaps: 0, outages: 0 };
  #completeUpTo: number | null = null;
  #state: TailSnapshot["state"] = null;
  #newestTs: string | null = null;
  #gapSequence = 0;
  #snapshot: TailSnapshot | null = null;

  constructor(private readonly limits: TailLimits = tailLimits) {}

  get holding(): boolean {
    return this.#holding;
  }

  receive(event: TailEvent): void {
    this.#snapshot = null;
    switch (event.type) {
      case "lines":
        this.#lines(event.lines, event.late);
        return;
      case "gap": {
        if (event.count === null) this.#counts.outages += 1;
        else this.#counts.gaps += event.count;
        this.#place([hubGapRow(event, this.#gapSequence++)]);
        return;
      }
      case "complete":
        this.#completeUpTo = Math.max(event.upTo, this.#completeUpTo ?? 0);
        return;
      case "state":
        this.#state = { state: event.state, since: event.since };
    }
  }

  /** Lines that were loaded from the store, to stand below the tail's own. They are in no count and never dropped while held. */
  addStored(lines: readonly LogLine[]): void {
    this.#snapshot = null;
    const rows: TailRow[] = [];
    for (const line of lines) {
      if (this.#present.has(line.id)) continue;
      this.#present.add(line.id);
      rows.push(lineRowOf(line, "store"));
    }
    placeRows(this.#listed, rows);
  }

  /** The list stands still until it is released. */
  hold(): void {
    this.#holding = true;
  }

  /** What waited joins the list, with a gap where lines had to be given up. */
  release(): void {
    if (!this.#holding) return;
    this.#snapshot = null;
    this.#holding = false;
    const waiting = this.#held;
    this.#held = [];
    this.#counts.listed += this.#counts.held;
    this.#counts.held = 0;
    placeRows(this.#listed, waiting);
    if (this.#overflow) placeRows(this.#listed, [heldGapRow(this.#overflow)]);
    this.#overflow = null;
    this.#trimListed();
  }

  snapshot(): TailSnapshot {
    this.#snapshot ??= {
      rows: this.#listed.toReversed(),
      counts: { ...this.#counts },
      completeUpTo: this.#completeUpTo,
      state: this.#state,
      oldest: this.#listed.find((row) => row.kind === "line")?.at ?? null,
    };
    return this.#snapshot;
  }

  #lines(lines: readonly LogLine[], saidLate: boolean): void {
    // Before the first watermark a tail brings what was there already, in any order.
    const settled = this.#completeUpTo !== null;
    const newest = this.#newestTs;
    const rows: TailRow[] = [];
    for (const line of lines) {
      if (this.#seen.has(line.id)) continue;
      this.#remember(line.id);
      if (this.#present.has(line.id)) continue;
      this.#present.add(line.id);
      const late = saidLate || (settled && newest !== null && isLate(line.ts, newest));
      rows.push(lineRowOf(line, "tail", late));
      if (this.#newestTs === null || olderTs(this.#newestTs, line.ts)) this.#newestTs = line.ts;
    }
    this.#counts.received += rows.length;
    this.#counts[this.#holding ? "held" : "listed"] += rows.length;
    this.#place(rows);
  }

  #place(rows: readonly TailRow[]): void {
    placeRows(this.#holding ? this.#held : this.#listed, rows);
    if (this.#holding) this.#trimHeld();
    else this.#trimListed();
  }

  #trimListed(): void {
    const excess = this.#listed.length - this.limits.listed;
    if (excess <= 0) return;
    for (const row of this.#listed.splice(0, excess)) {
      if (row.kind === "gap") continue;
      this.#present.delete(row.line.id);
      if (row.origin === "store") continue;
      this.#counts.listed -= 1;
      this.#counts.fallen += 1;
    }
  }

  #trimHeld(): void {
    const excess = this.#held.length - this.limits.held;
    if (excess <= 0) return;
    for (const row of this.#held.splice(0, excess)) {
      // A gap among what is given up is swallowed by the wider gap that takes its place; it stays counted.
      if (row.kind === "gap") continue;
      this.#present.delete(row.line.id);
      this.#counts.held -= 1;
      this.#counts.overflowed += 1;
      this.#overflow = widen(this.#overflow, row.line);
    }
  }

  #remember(id: string): void {
    this.#seen.add(id);
    if (this.#seen.size <= this.limits.remembered) return;
    const [first] = this.#seen;
    if (first !== undefined) this.#seen.delete(first);
  }
}

const olderTs = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);

const isLate = (ts: string, newest: string): boolean =>
  olderTs(ts, newest) && lineTimeMs({ ts: newest }) - lineTimeMs({ ts }) > lateAfterMs;

function widen(
  overflow: { count: number; oldest: LogLine; newest: LogLine } | null,
  line: LogLine,
): { count: number; oldest: LogLine; newest: LogLine } {
  if (!overflow) return { count: 1, oldest: line, newest: line };
  const { count, oldest, newest } = overflow;
  return {
    count: count + 1,
    oldest: compareNewestFirst(line, oldest) > 0 ? line : oldest,
    newest: compareNewestFirst(line, newest) < 0 ? line : newest,
  };
}
