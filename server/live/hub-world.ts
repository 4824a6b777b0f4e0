import type { ProjectScope } from "../scope/capabilities";
import type { HubState, Listener, Position } from "./channel";
import { FakeStore } from "./fake-store";
import { Hub } from "./hub";
import type { HubEvent } from "./ring";

/** A hub, its store and its loop on one clock that only the test moves. */
export class HubWorld {
  elapsed = 0;
  readonly store = new FakeStore((milliseconds) => this.pass(milliseconds));
  readonly hub: Hub;
  /** What happens at which time of the elapsed clock. */
  readonly agenda: { at: number; what: () => void }[] = [];
  #epochs = 0;

  constructor() {
    this.hub = new Hub(
      "nyc3",
      this.store,
      { elapsed: () => this.elapsed, now: () => this.elapsed },
      () => `epoch${this.#epochs++}`,
    );
  }

  pass(milliseconds: number): void {
    const until = this.elapsed + milliseconds;
    for (;;) {
      const next = this.agenda.findIndex(({ at }) => at <= until);
      const [event] = next < 0 ? [] : this.agenda.splice(next, 1);
      if (!event) break;
      this.#to(Math.max(this.elapsed, event.at));
      event.what();
    }
    this.#to(until);
  }

  #to(elapsed: number): void {
    this.store.time += elapsed - this.elapsed;
    this.elapsed = elapsed;
  }

  /** As the loop does: heads, sweeps when due, and on after a failure. */
  async run(milliseconds: number): Promise<void> {
    const until = this.elapsed + milliseconds;
    while (this.elapsed < until) {
      let pause = 200;
      try {
        const caughtUp = await this.hub.head();
        if (caughtUp && this.hub.sweepDue) await this.hub.sweep();
        if (!caughtUp) pause = 0;
      } catch {
        this.hub.trouble();
        pause = 500;
      }
      this.hub.dropIdle();
      this.pass(pause);
    }
  }

  async watch(scope: ProjectScope): Promise<Heard> {
    const channel = this.hub.channel(scope);
    const heard = new Heard();
    channel.listeners.add(heard);
    while (!channel.primed) await this.run(1);
    return heard;
  }
}

export class Heard implements Listener {
  readonly events: HubEvent[] = [];
  readonly states: HubState[] = [];
  completeTo = 0;

  take = (event: HubEvent) => void this.events.push(event);
  complete = (upTo: number, _position: Position) => {
    if (upTo < this.completeTo) throw new Error("what was complete is so no more");
    this.completeTo = upTo;
  };
  state = (state: HubState) => void this.states.push(state);

  get ids(): string[] {
    return this.events.flatMap((event) => (event.type === "lines" ? event.lines.map(({ id }) => id) : []));
  }

  get counted(): number {
    return this.events.reduce(
      (sum, event) =>
        event.type === "gap" && event.counts ? sum + event.counts.runtime + event.counts.build : sum,
      0,
    );
  }

  get gaps() {
    return this.events.flatMap((event) => (event.type === "gap" ? [event] : []));
  }

  get lateIds(): string[] {
    return this.events.flatMap((event) =>
      event.type === "lines" && event.late ? event.lines.map(({ id }) => id) : [],
    );
  }
}
