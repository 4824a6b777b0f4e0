import type { LogLine } from "@/lib/logs/line";
import { type Digest, type IngestWindow, type StampedId, windowBounds } from "../logs/tail-questions";
import { type ProjectScope, WatchScope } from "../scope/capabilities";
import { serviceKey, type WatchAnswer } from "../stores/clickhouse";
import { Channel, type HubState } from "./channel";
import { hubLimits } from "./hub-limits";
import { isTooMuch, plannedLines } from "./planned-lines";

/** What the hub asks the store, injected so that its reasoning can be tried against a store of known habits. */
export interface TailStore {
  readonly ids: (scope: WatchScope, window: IngestWindow) => Promise<WatchAnswer<StampedId[]>>;
  readonly digests: (scope: WatchScope, window: IngestWindow) => Promise<WatchAnswer<Digest>>;
  readonly lines: (
    scope: WatchScope,
    which: { readonly ids: readonly string[]; readonly stampedFrom: number },
  ) => Promise<WatchAnswer<LogLine[]>>;
}

export interface HubClock {
  /** Milliseconds on a clock that never jumps: durations. */
  readonly elapsed: () => number;
  /** Epoch milliseconds: what people read. */
  readonly now: () => number;
}

/**
 * The shared tail of one region: a state machine that is driven by `head` and `sweep`. It has no cursor that could be
 * overtaken: windows of the store's own time overlap, and what was dealt with is known by id.
 */
export class Hub {
  readonly #channels = new Map<string, Channel>();
  /** When, on the elapsed clock and on the store's, everything had been looked at up to. */
  #head: { readonly elapsed: number; readonly asOf: number } | undefined;
  #sweep: { readonly elapsed: number; readonly asOf: number } | undefined;
  #lastGood: number;
  #slice: number = hubLimits.slice;
  #state: HubState;

  constructor(
    readonly region: string,
    private readonly store: TailStore,
    private readonly clock: HubClock,
    private readonly newEpoch: () => string,
  ) {
    this.#lastGood = clock.elapsed();
    this.#state = { state: "live", since: clock.now() };
  }

  get state(): HubState {
    return this.#state;
  }

  get idle(): boolean {
    return this.#channels.size === 0;
  }

  /** The channel of a service, which is polled for from now on. */
  channel(scope: ProjectScope): Channel {
    const key = serviceKey(scope);
    let channel = this.#channels.get(key);
    if (!channel) {
      channel = new Channel(scope, this.newEpoch());
      if (this.idle) this.#lastGood = this.clock.elapsed();
      this.#channels.set(key, channel);
    }
    return channel;
  }

  /** Drops the services that nobody has watched for a while. */
  dropIdle(): void {
    const now = this.clock.elapsed();
    for (const [key, channel] of this.#channels) {
      if (channel.listeners.size > 0) channel.idleSince = null;
      else channel.idleSince ??= now;
      if (channel.idleSince !== null && now - channel.idleSince >= hubLimits.linger)
        this.#channels.delete(key);
    }
    if (this.idle) {
      this.#head = undefined;
      this.#sweep = undefined;
    }
  }

  /** Looks for what is new since the last head. False while there is more to catch up with. Throws what the store throws. */
  async head(): Promise<boolean> {
    const newcomers = this.#pick((channel) => !channel.primed);
    const watched = this.#pick((channel) => channel.primed);
    if (newcomers.length > 0) await this.#prime(newcomers);
    const caughtUp = watched.length === 0 || (await this.#readHead(watched));
    this.#good();
    return caughtUp;
  }

  /** Is a sweep due? Only after a head that has caught up: else it would report as late what the head is about to. */
  get sweepDue(): boolean {
    return this.#sweep !== undefined && this.clock.elapsed() - this.#sweep.elapsed >= hubLimits.sweepEvery;
  }

  /** Compares the recent past with what was dealt with, and delivers what has come to light since. */
  async sweep(): Promise<void> {
    const before = this.#sweep;
    const channels = this.#pick((channel) => channel.primed);
    if (!before || channels.length === 0) return;
    const elapsed = this.clock.elapsed();
    const behind = elapsed - before.elapsed;
    const rest = Math.max(0, behind - this.#slice);
    const window = {
      since: hubLimits.sweepSince + rest,
      notAfter: before.asOf - hubLimits.overlap,
      until: hubLimits.sweepUntil + rest,
    };
    const { asOf, services } = await this.#asking(() => this.store.digests(this.#scope(channels), window));
    const bounds = windowBounds(window, asOf);
    const differing = channels.filter((channel) =>
      channel.differs(services.get(serviceKey(channel.scope)), bounds),
    );
    if (differing.length > 0) {
      // The second question comes a moment later: its window reaches as far back in spite of that.
      const again = { ...window, notAfter: bounds.from };
      const answer = await this.#asking(() => this.store.ids(this.#scope(differing), again));
      await this.#deliver(differing, answer.services, true);
    }
    this.#sweep = { elapsed: elapsed - rest, asOf: asOf - rest };
    const upTo = asOf - rest - hubLimits.overlap;
    for (const channel of channels) {
      channel.forgetBefore(upTo - hubLimits.remember);
      for (const listener of channel.listeners) listener.complete(upTo, channel.position);
    }
  }

  /** The store gave no answer, or takes long to. Viewers are told once. */
  trouble(): void {
    if (this.#state.state === "reconnecting") return;
    this.#say({ state: "reconnecting", since: this.clock.now() });
  }

  /** Milliseconds since the store answered. */
  get silentFor(): number {
    return this.clock.elapsed() - this.#lastGood;
  }

  async #prime(channels: readonly Channel[]): Promise<void> {
    const elapsed = this.clock.elapsed();
    const window = { since: hubLimits.sweepSince + hubLimits.sweepEvery, until: 0 };
    const { asOf, services } = await this.#asking(() => this.store.ids(this.#scope(channels), window));
    const { from } = windowBounds(window, asOf);
    for (const channel of channels) {
      channel.prime(services.get(serviceKey(channel.scope)) ?? [], { from, asOf });
      for (const listener of channel.listeners) listener.state({ state: "live", since: this.clock.now() });
    }
    this.#head ??= { elapsed, asOf };
    this.#sweep ??= { elapsed, asOf };
  }

  async #readHead(channels: readonly Channel[]): Promise<boolean> {
    const elapsed = this.clock.elapsed();
    const before = this.#head ?? { elapsed, asOf: Number.POSITIVE_INFINITY };
    const behind = elapsed - before.elapsed;
    const lost = Math.max(0, behind - hubLimits.outage);
    const rest = Math.max(0, behind - lost - this.#slice);
    const window = {
      since: behind - lost + hubLimits.margin,
      ...(lost === 0 && { notAfter: before.asOf - hubLimits.margin }),
      until: rest,
    };
    const { asOf, services } = await this.#asking(() => this.store.ids(this.#scope(channels), window));
    if (lost > 0) {
      const to = windowBounds(window, asOf).from;
      for (const channel of channels) {
        channel.publish({ type: "gap", reason: "outage", counts: null, from: before.asOf, to });
      }
      this.#head = { elapsed: elapsed - hubLimits.outage, asOf: asOf - hubLimits.outage };
      this.#sweep = this.#head;
    }
    // Ids of events must not promise more than the sweeps have confirmed, should those lag behind.
    const swept = (this.#sweep?.asOf ?? asOf) + 2 * hubLimits.sweepEvery;
    for (const channel of channels) channel.advance(Math.min(asOf - rest, swept));
    await this.#deliver(channels, services, false);
    this.#head = { elapsed: elapsed - rest, asOf: asOf - rest };
    return rest === 0;
  }

  async #deliver(
    channels: readonly Channel[],
    services: ReadonlyMap<string, StampedId[]>,
    late: boolean,
  ): Promise<void> {
    const withIds = channels.flatMap((channel) => {
      const ids = services.get(serviceKey(channel.scope));
      return ids ? [{ channel, ids }] : [];
    });
    const fair = Math.floor(hubLimits.allLines / Math.max(1, withIds.length));
    const most = Math.max(1, Math.min(hubLimits.serviceLines, fair));
    const plans = withIds
      .map(({ channel, ids }) => ({ channel, plan: channel.plan(ids, most) }))
      .filter(({ plan }) => plan.fetch.size > 0);
    const { found, refused } = await plannedLines(plans, (some, which) =>
      this.store.lines(this.#scope(some), which),
    );
    for (const { channel, plan } of plans) {
      const key = serviceKey(channel.scope);
      const skip = [...plan.skip, ...(refused.get(key) ?? [])];
      channel.deliver({ fetch: plan.fetch, skip }, found.get(key) ?? [], late);
    }
  }

  /** Asks; where the answer would be too much for the store, the next attempt takes a smaller window. */
  async #asking<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      if (isTooMuch(error)) this.#slice = Math.max(250, this.#slice / 2);
      throw error;
    }
  }

  #good(): void {
    this.#lastGood = this.clock.elapsed();
    this.#slice = Math.min(hubLimits.slice, this.#slice * 1.1);
    if (this.#state.state === "reconnecting") this.#say({ state: "live", since: this.clock.now() });
  }

  #say(state: HubState): void {
    this.#state = state;
    for (const channel of this.#channels.values()) {
      for (const listener of channel.listeners) listener.state(state);
    }
  }

  #pick(which: (channel: Channel) => boolean): Channel[] {
    return [...this.#channels.values()].filter(which);
  }

  #scope(channels: readonly Channel[]): WatchScope {
    return WatchScope.of(
      this.region,
      channels.map(({ scope }) => scope),
    );
  }
}
