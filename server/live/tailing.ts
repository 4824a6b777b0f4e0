import type { LogLine } from "@/lib/logs/line";
import type { TailEvent } from "@/lib/logs/tail";
import type { ProjectScope } from "../scope/capabilities";
import { type FollowedEvent, follow } from "./follow";

/** Everything that a tail has said, as it comes. */
export class Tailing {
  readonly events: FollowedEvent[] = [];
  readonly #stop = new AbortController();
  readonly done: Promise<void>;

  constructor(
    scope: ProjectScope,
    { lastEventId, backlog = 0, q }: { lastEventId?: string; backlog?: number; q?: string } = {},
  ) {
    const events = follow(scope, {
      filter: { source: "runtime", q },
      lastEventId,
      backlog,
      procedure: "logs.tail",
      signal: this.#stop.signal,
      now: () => Date.now(),
    });
    this.done = (async () => {
      for await (const event of events) this.events.push(event);
    })();
  }

  get lines(): LogLine[] {
    return this.events.flatMap(({ event }) => (event.type === "lines" ? event.lines : []));
  }

  get gaps(): Extract<TailEvent, { type: "gap" }>[] {
    return this.events.flatMap(({ event }) => (event.type === "gap" ? [event] : []));
  }

  /** Lines and skipped lines. */
  get accounted(): number {
    return this.lines.length + this.gaps.reduce((sum, { count }) => sum + (count ?? 0), 0);
  }

  get lastId(): string | undefined {
    return this.events.at(-1)?.id;
  }

  until(what: () => boolean, deadline = 20_000): Promise<void> {
    return eventually(what, deadline, () => `${this.lines.length} lines, gaps ${JSON.stringify(this.gaps)}`);
  }

  /** Until everything that was ingested before now is delivered or counted. */
  settled(): Promise<void> {
    const now = Date.now();
    return this.until(
      () => this.events.some(({ event }) => event.type === "complete" && event.upTo >= now),
      40_000,
    );
  }

  stop(): Promise<void> {
    this.#stop.abort();
    return this.done;
  }
}

async function eventually(what: () => boolean, deadline: number, state: () => string): Promise<void> {
  const until = Date.now() + deadline;
  while (!what()) {
    if (Date.now() > until) throw new Error(`not within ${deadline} ms: ${state()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
