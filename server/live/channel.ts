import { compareNewestFirst, type LogLine } from "@/lib/logs/line";
import type { StampedId } from "../logs/tail-questions";
import type { ProjectScope } from "../scope/capabilities";
import { type HubEvent, type HubEventBody, Ring } from "./ring";
import { SeenLines } from "./seen-lines";

/** Lines of one event: small enough that a slow viewer loses little at a time. */
const eventLines = 500;

/** Somebody who wants a channel's events as they happen. */
export interface Listener {
  readonly take: (event: HubEvent) => void;
  /** Every line ingested up to `upTo` has been delivered or counted. */
  readonly complete: (upTo: number, position: Position) => void;
  readonly state: (state: HubState) => void;
}

export interface Position {
  readonly seq: number;
  readonly ingestedAt: number;
}

export interface HubState {
  readonly state: "live" | "reconnecting";
  /** Epoch milliseconds, this process's clock. */
  readonly since: number;
}

/** What to do about the ids that a window showed. */
export interface Plan {
  /** Lines to fetch, the newest that a tail carries. */
  readonly fetch: ReadonlyMap<string, StampedId>;
  /** Lines beyond that: counted, not carried. */
  readonly skip: readonly StampedId[];
}

/** One watched service: which of its lines were dealt with, what was said of them, and who listens. */
export class Channel {
  readonly listeners = new Set<Listener>();
  /** When the last listener left, on the clock that never jumps; null while there is one. */
  idleSince: number | null = null;
  readonly #ring = new Ring();
  #seen: SeenLines | undefined;
  #seq = 0;
  #position = 0;

  constructor(
    readonly scope: ProjectScope,
    readonly epoch: string,
  ) {}

  /** Has it been told what was there before it? Only then can it tell new from old. */
  get primed(): boolean {
    return this.#seen !== undefined;
  }

  get position(): Position {
    return { seq: this.#seq, ingestedAt: this.#position };
  }

  /** What is visible now is old: `ids` of everything ingested after `from`, as of `asOf`. */
  prime(ids: readonly StampedId[], { from, asOf }: { readonly from: number; readonly asOf: number }): void {
    this.#seen = new SeenLines(from);
    for (const id of ids) this.#seen.add(id);
    this.#position = asOf;
  }

  /** Which of the visible ids are new, split into the newest `most` and the rest. None counts as dealt with yet. */
  plan(ids: readonly StampedId[], most: number): Plan {
    const fresh = new Map<string, StampedId>();
    for (const id of ids) {
      if (this.#seen?.knows(id)) continue;
      if ((fresh.get(id.id)?.at ?? -1) < id.at) fresh.set(id.id, id);
    }
    if (fresh.size <= most) return { fetch: fresh, skip: [] };
    const newestFirst = [...fresh.values()].sort((a, b) => b.at - a.at);
    return {
      fetch: new Map(newestFirst.slice(0, most).map((stamped) => [stamped.id, stamped])),
      skip: newestFirst.slice(most),
    };
  }

  /**
   * Tells the listeners what came of a plan. A planned line that the store no longer shows stays new: the next window
   * asks again.
   */
  deliver({ fetch, skip }: Plan, found: readonly LogLine[], late: boolean): void {
    const lines = new Map<string, LogLine>();
    for (const line of found) if (fetch.has(line.id)) lines.set(line.id, line);
    for (const stamped of skip) this.#seen?.add(stamped);
    for (const stamped of fetch.values()) if (lines.has(stamped.id)) this.#seen?.add(stamped);
    if (skip.length > 0) this.publish(rateGap(skip));
    const inOrder = [...lines.values()].sort((a, b) => compareNewestFirst(b, a));
    for (let at = 0; at < inOrder.length; at += eventLines) {
      this.publish({ type: "lines", lines: inOrder.slice(at, at + eventLines), late });
    }
  }

  publish(body: HubEventBody): void {
    const event: HubEvent = { ...body, seq: ++this.#seq, ingestedAt: this.#position };
    this.#ring.push(event);
    for (const listener of this.listeners) listener.take(event);
  }

  /** The store has been read up to here; ids of events tell it. */
  advance(ingestedAt: number): void {
    this.#position = Math.max(this.#position, ingestedAt);
  }

  /** The events after a number of this epoch, or undefined where they are gone. */
  after(seq: number): HubEvent[] | undefined {
    return this.#ring.after(seq, this.#seq);
  }

  /** Does what the store shows of the window differ from what was dealt with? */
  differs(digest: { count: number; xor: string } | undefined, window: { from: number; to: number }): boolean {
    if (!digest || !this.#seen) return false;
    const own = this.#seen.digest(window);
    return own.count !== digest.count || own.xor !== digest.xor;
  }

  forgetBefore(instant: number): void {
    this.#seen?.prune(instant);
  }
}

function rateGap(skipped: readonly StampedId[]): HubEventBody {
  const builds = skipped.filter(({ build }) => build).length;
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of skipped) [from, to] = [Math.min(from, at), Math.max(to, at)];
  return {
    type: "gap",
    reason: "rate",
    counts: { runtime: skipped.length - builds, build: builds },
    from,
    to,
  };
}
