import { beforeAll, describe, expect, it } from "vitest";
import { readStack } from "./client/read-stack";
import { recordedOf, type Slot, truthOf } from "./client/recorded";
import { loadAnchor } from "./workload/anchor";
import { Model } from "./workload/model/model";
import { placements } from "./world";

// Every recorded series against the workload's ledger, over the history and the live points after it alike. A rule reads
// a window of the past, so a point is held against all slots that its window can have touched: it may lie between the
// lowest and the highest of them (a mean does), and over hours the means must agree within 2 %.

const slotMs = 15_000;
const minuteMs = 60_000;
const longestWindowMs = 3 * minuteMs;
const stack = readStack();
const now = Date.now();
const from = now - 6 * 60 * minuteMs;
const model = new Model(loadAnchor());

interface Measured {
  readonly name: string;
  readonly slots: readonly Slot[];
  readonly recorded: Awaited<ReturnType<typeof recordedOf>>;
  /** When a pod came or went, or a container began again. */
  readonly turns: readonly number[];
  /** How many pods serve between two deploys; while one goes on there is one more. */
  readonly replicas: number;
}
const all = new Map<string, Measured>();

beforeAll(async () => {
  for (const service of stack.services) {
    const region = stack.regions.find(({ id }) => id === service.region);
    if (!region) throw new Error(`no region ${service.region}`);
    const name = `${service.project}/${service.environment}/${service.service}`;
    const [slots, recorded] = await Promise.all([
      truthOf(stack, service, from - 5 * minuteMs, now),
      recordedOf(region, service, from, now),
    ]);
    const placement = placementOf(service);
    const { replicas } = placement.service;
    all.set(name, { name, slots, recorded, turns: turnsOf(placement), replicas });
  }
});

const routed = stack.services.filter(({ kind, ephemeral }) => kind === "web" && !ephemeral).map(nameOf);
const everyone = stack.services.map(nameOf);

function placementOf({ serviceId, environment, region }: (typeof stack.services)[number]) {
  const placement = placements().find(
    (each) =>
      each.service.id === serviceId && each.environment.slug === environment && each.region === region,
  );
  if (!placement) throw new Error(`the world has no service ${serviceId}`);
  return placement;
}

function turnsOf(placement: ReturnType<typeof placementOf>): number[] {
  const pods = model.podsOf(placement, from, now).filter(({ kind }) => kind === "service");
  return pods.flatMap(({ start, end, runs }) => [start, end, ...runs.map((run) => run.start)]);
}

function nameOf({ project, environment, service }: (typeof stack.services)[number]): string {
  return `${project}/${environment}/${service}`;
}

function measured(name: string): Measured {
  const found = all.get(name);
  if (!found) throw new Error(`nothing was measured of ${name}`);
  return found;
}

/** The points whose whole window the ledger knows: it begins where the history does, the scrapes a little before. */
function pointsOf({ name, recorded, slots }: Measured, signal: string): [number, number][] {
  const found = recorded.get(signal);
  expect(found, `${name} has ${signal}`).toBeDefined();
  const known = (slots[0]?.start ?? Number.POSITIVE_INFINITY) + longestWindowMs;
  const points = [...(found?.points ?? [])].filter(([at]) => at >= known);
  expect(points.length, `${name} ${signal}: points of six hours`).toBeGreaterThan(1000);
  return points;
}

/** Slots that end after `at - ms` and begin before `at`. */
function slotsBefore({ slots }: Measured, at: number, ms: number): readonly Slot[] {
  const first = slots[0]?.start ?? 0;
  const begin = Math.max(0, Math.floor((at - ms - first) / slotMs));
  return slots.slice(begin, Math.ceil((at - first) / slotMs));
}

/** Pods turned within `ms` before: the sums over pods are in motion, and windows hold what is over. */
const inMotion = ({ turns }: Measured, at: number, ms: number) =>
  turns.some((turn) => turn > at - ms && turn <= at);

/**
 * The most that a sum of rates can show, where each pod's is over its own life as far as the window knows it: what a pod
 * spends on its start weighs in full until it is older, beside what another spent on its own a moment before.
 */
function mostOfRates(amounts: readonly number[]): number {
  const usual = amounts.toSorted((a, b) => a - b)[Math.floor(amounts.length / 2)] ?? 0;
  return usual + amounts.reduce((sum, amount) => sum + Math.max(0, amount - usual), 0);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Points that lie outside what their window's slots allow, in words. */
function strangers(
  service: Measured,
  signal: string,
  amount: (slot: Slot) => number,
  rule: { windowMs: number; tolerance: number; steady?: true },
): string[] {
  return pointsOf(service, signal).flatMap(([at, value]) => {
    const slots = slotsBefore(service, at, rule.windowMs);
    if (rule.steady && inMotion(service, at, rule.windowMs + slotMs)) return [];
    const amounts = slots.map(amount);
    const low = Math.min(...amounts) * (1 - rule.tolerance);
    const high = Math.max(...amounts) * (1 + rule.tolerance);
    return value >= low && value <= high
      ? []
      : [`${new Date(at).toISOString()}: ${value}, not in ${low} … ${high}`];
  });
}

/** Recorded mean over true mean, of the points where nothing was in motion. */
function agreement(
  service: Measured,
  signal: string,
  amount: (slot: Slot) => number,
  { windowMs, steady }: { windowMs: number; steady?: true },
): number {
  const pairs = pointsOf(service, signal).flatMap(([at, value]) => {
    if (steady && inMotion(service, at, windowMs + slotMs)) return [];
    const amounts = slotsBefore(service, at, windowMs).map(amount);
    return [{ value, amount: mean(amounts) }];
  });
  expect(pairs.length, `${service.name} ${signal}: steady points`).toBeGreaterThan(500);
  return mean(pairs.map(({ value }) => value)) / mean(pairs.map((pair) => pair.amount));
}

const perSecond = (
  field: "requests" | "bytes_in" | "bytes_out" | "network_rx_bytes" | "network_tx_bytes",
) => {
  return (slot: Slot) => slot[field] / 15;
};

describe.each(routed)("the gateway's series of %s", (name) => {
  // A minute, a scrape before it, and up to 15 s from the newest scrape to the point. Two gateways are scraped at
  // different moments, so small counts scatter a little more than their sums.
  const windowMs = 90_000;

  it.each([
    ["rps", perSecond("requests")],
    ["throughput_in_bytes", perSecond("bytes_in")],
    ["throughput_out_bytes", perSecond("bytes_out")],
  ] as const)("%s is the ledger's, through resets and incidents", (signal, amount) => {
    const service = measured(name);
    expect(Math.abs(agreement(service, signal, amount, { windowMs }) - 1)).toBeLessThan(0.02);
    expect(strangers(service, signal, amount, { windowMs, tolerance: 0.1 })).toEqual([]);
  });

  it("error_rate is 5xx ÷ completed, and absent exactly where there was no traffic", () => {
    const service = measured(name);
    const rps = service.recorded.get("rps")?.points ?? new Map<number, number>();
    const points = pointsOf(service, "error_rate");
    const weighted = points.reduce((sum, [at, rate]) => sum + rate * (rps.get(at) ?? 0), 0);
    const errors = points.map(([at]) => mean(slotsBefore(service, at, 75_000).map((s) => s.errors_5xx / 15)));
    const requests = points.map(([at]) => mean(slotsBefore(service, at, 75_000).map((s) => s.requests / 15)));
    const recordedRate = weighted / points.reduce((sum, [at]) => sum + (rps.get(at) ?? 0), 0);
    expect(recordedRate / (mean(errors) / mean(requests))).toBeCloseTo(1, 1);
    expect(Math.abs(recordedRate - mean(errors) / mean(requests))).toBeLessThan(0.0005);
    for (const [at, rate] of points) {
      expect(rate).toBeGreaterThanOrEqual(0);
      const ratios = slotsBefore(service, at, 105_000)
        .filter((slot) => slot.requests > 0)
        .map((slot) => slot.errors_5xx / slot.requests);
      expect(rate, new Date(at).toISOString()).toBeLessThanOrEqual(Math.max(...ratios) * 1.1 + 0.005);
    }
    for (const [at, value] of rps) {
      if (value === 0) expect(service.recorded.get("error_rate")?.points.has(at)).toBe(false);
    }
  });

  it.each([
    ["latency_p50_ms", 0.5],
    ["latency_p95_ms", 0.95],
    ["latency_p99_ms", 0.99],
  ] as const)("%s lies in the bucket of the ledger's own quantile", (signal, quantile) => {
    const service = measured(name);
    const wrong = pointsOf(service, signal).filter(([at, value]) => {
      // The rule's minute ends at the newest scrape: somewhere in the slot of the point or the one before it.
      const buckets = [0, slotMs].flatMap((back) =>
        [60_000, 75_000].map((ms) => quantileBucket(slotsBefore(service, at - back, ms), quantile)),
      );
      const low = Math.min(...buckets.map((bucket) => bucket.low));
      const high = Math.max(...buckets.map((bucket) => bucket.high));
      return value < low || value > high;
    });
    // One in a hundred: where a window straddles the turn from idle to busy, a slot more or less changes everything.
    expect(wrong.length, JSON.stringify(wrong.slice(0, 5))).toBeLessThan(15);
  });
});

/**
 * The buckets (milliseconds) that hold a quantile of the requests of some slots, give or take two requests: the gateways
 * are scraped at different moments, and of a hundred requests two decide between neighbouring buckets.
 */
function quantileBucket(slots: readonly Slot[], quantile: number): { low: number; high: number } {
  const bounds = Object.keys(slots[0]?.latency_ms ?? {})
    .map((bound) => (bound === "+Inf" ? Number.POSITIVE_INFINITY : Number(bound)))
    .sort((a, b) => a - b);
  const count = (bound: number) =>
    slots.reduce(
      (sum, slot) => sum + (slot.latency_ms[Number.isFinite(bound) ? String(bound) : "+Inf"] ?? 0),
      0,
    );
  const rank = quantile * count(Number.POSITIVE_INFINITY);
  const lowest = bounds.findIndex((bound) => count(bound) >= rank - 2);
  const highest = bounds.findIndex((bound) => count(bound) >= rank + 2);
  return { low: bounds[lowest - 1] ?? 0, high: bounds[highest] ?? Number.POSITIVE_INFINITY };
}

describe.each(everyone)("the containers' series of %s", (name) => {
  // Two minutes, and what lies between the kubelet's look, the scrape and the point.
  const windowMs = 165_000;

  it.each([
    ["cpu", (slot: Slot) => slot.cpu_seconds / 15, windowMs],
    ["network_rx_bytes", perSecond("network_rx_bytes"), windowMs],
    ["network_tx_bytes", perSecond("network_tx_bytes"), windowMs],
    ["memory_bytes", (slot: Slot) => slot.memory_bytes, 75_000],
  ] as const)("%s is the ledger's, summed over its replicas", (signal, amount, window) => {
    const service = measured(name);
    const rule = { windowMs: window, steady: true } as const;
    expect(Math.abs(agreement(service, signal, amount, rule) - 1)).toBeLessThan(0.02);
    expect(strangers(service, signal, amount, { ...rule, tolerance: 0.05 })).toEqual([]);
  });

  it("takes a restart or a deploy for at most one replica too many or too few, and for less than a minute", () => {
    const service = measured(name);
    const { replicas } = service;
    for (const [signal, amount, mostOf] of [
      [
        "memory_bytes",
        (slot: Slot) => slot.memory_bytes,
        (amounts: readonly number[]) => Math.max(...amounts),
      ],
      ["cpu", (slot: Slot) => slot.cpu_seconds / 15, mostOfRates],
    ] as const) {
      let since: number | undefined;
      for (const [at, value] of pointsOf(service, signal)) {
        const amounts = slotsBefore(service, at, windowMs).map(amount);
        const most = mostOf(amounts);
        const when = `${signal} at ${new Date(at).toISOString()}`;
        expect(value, when).toBeLessThan(most * (1.1 + 1 / replicas));
        expect(value, when).toBeGreaterThan(Math.min(...amounts) * (0.9 - 1 / replicas));
        since = value > most * 1.1 ? (since ?? at) : undefined;
        expect(at - (since ?? at), when).toBeLessThan(minuteMs);
      }
    }
  });
});

it("has what the tests above are about: resets, restarts, several replicas, idle minutes", () => {
  const services = everyone.map(measured);
  const slots = services.flatMap((service) => service.slots);
  expect(slots.some(({ restarts }) => restarts > 0)).toBe(true);
  expect(slots.some(({ replicas }) => replicas > 1)).toBe(true);
  const idle = services.some(({ recorded }) => [...(recorded.get("rps")?.points.values() ?? [])].includes(0));
  expect(idle).toBe(true);
});
