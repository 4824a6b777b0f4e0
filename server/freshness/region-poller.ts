import { config } from "../config";
import { StoreError } from "../errors";
import { readPipeFreshness } from "../logs/pipe-freshness";
import { once } from "../process";
import type { RegionScope } from "../scope/capabilities";
import { queryRegion } from "../stores/victoria-metrics";
import { newestInstants } from "./questions";
import {
  keepKnownLogs,
  keepKnownMetrics,
  type LogsInstants,
  type MetricsInstants,
  readLogs,
  readMetrics,
} from "./readings";

/** How often a region that somebody looks at is asked. Milliseconds. */
const intervalMs = 5_000;
/** How long after the last look a region is still asked. */
const restsAfterMs = 60_000;
const procedure = "freshness.poll";

/** One store's side of a region: what it said last, which stays known while it is silent. */
export interface StoreView<T> {
  readonly instants: T | undefined;
  /** Why it does not answer and since when (epoch milliseconds); null while it does. */
  readonly trouble: { readonly reason: string; readonly since: number } | null;
}

export interface RegionView {
  readonly metrics: StoreView<MetricsInstants>;
  readonly logs: StoreView<LogsInstants>;
}

/**
 * Asks one region's two stores, for everybody who looks: two questions a round, whatever the number of services and
 * viewers. It remembers what was read last, since a store that can't be reached can't be asked what it knew.
 */
class RegionPoller {
  #view: RegionView = {
    metrics: { instants: undefined, trouble: null },
    logs: { instants: undefined, trouble: null },
  };
  #lookedAt = 0;
  #round: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #known = false;

  constructor(private readonly scope: RegionScope) {}

  /** The last answer, if there was one, without asking. */
  get last(): RegionView | undefined {
    return this.#known ? this.#view : undefined;
  }

  /** The region as last read; only the very first look, or one after a rest, waits for an answer. */
  async look(now: number): Promise<RegionView> {
    const rested = now - this.#lookedAt > restsAfterMs;
    this.#lookedAt = now;
    if (this.#timer === undefined) {
      this.#timer = setInterval(() => this.#tick(), intervalMs);
      this.#timer.unref();
    }
    if (!this.#known || rested) await this.#ask();
    return this.#view;
  }

  #tick(): void {
    if (Date.now() - this.#lookedAt > restsAfterMs) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    void this.#ask();
  }

  #ask(): Promise<void> {
    this.#round ??= this.#askBoth().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #askBoth(): Promise<void> {
    const time = Date.now();
    const [metrics, logs] = await Promise.all([
      attempt(this.#view.metrics, async (before) =>
        keepKnownMetrics(
          before,
          readMetrics(await queryRegion(this.scope, { query: newestInstants, time }, { procedure })),
        ),
      ),
      attempt(this.#view.logs, async (before) =>
        keepKnownLogs(before, readLogs(await readPipeFreshness(this.scope, { procedure }))),
      ),
    ]);
    this.#view = { metrics, logs };
    this.#known = true;
  }
}

async function attempt<T>(
  before: StoreView<T>,
  read: (before: T | undefined) => Promise<T>,
): Promise<StoreView<T>> {
  try {
    return { instants: await read(before.instants), trouble: null };
  } catch (error) {
    const reason =
      error instanceof StoreError ? error.message : "The store's answer could not be understood.";
    return { instants: before.instants, trouble: { reason, since: before.trouble?.since ?? Date.now() } };
  }
}

/** The shared poller of a region. Made once a process; whoever holds a scope of the region may look. */
export function lookAtRegion(scope: RegionScope, now: number): Promise<RegionView> {
  const pollers = allPollers();
  const known = config().regions.some(({ id }) => id === scope.region);
  if (!known) throw new StoreError("metrics", scope.region, "unreachable");
  let poller = pollers.get(scope.region);
  if (!poller) {
    poller = new RegionPoller(scope);
    pollers.set(scope.region, poller);
  }
  return poller.look(now);
}

/** What each region said when it was last asked, for the readiness report. */
export function lastLooks(): ReadonlyMap<string, RegionView> {
  return new Map([...allPollers()].flatMap(([id, { last }]) => (last ? [[id, last] as const] : [])));
}

const allPollers = () => once("freshness pollers", () => new Map<string, RegionPoller>());
