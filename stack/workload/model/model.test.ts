import { expect, test } from "vitest";
import { regions } from "../../world";
import { latencyBoundsMs } from "./latency";
import { Model } from "./model";
import { pathOf } from "./profiles";
import { lastRefresh } from "./resources";
import { anchorAt, historyMs, hourMs, minuteMs, slotMs, slotOf } from "./time";
import { addSlotTraffic, field, fieldCount } from "./traffic";

const anchor = anchorAt(Date.parse("2026-11-23T22:00:07Z"));
const model = new Model(anchor);
const from = anchor.firstStart - historyMs;
const to = anchor.firstStart + 6 * hourMs;

function placed(path: string) {
  const all = regions.flatMap(({ id }) => model.placementsIn(id));
  const found = all.find((placement) => pathOf(placement) === path);
  if (!found) throw new Error(`no ${path}`);
  return found;
}

test("a rolling deployment never leaves a service without a pod, and ends with as many as it has replicas", () => {
  for (const { id } of regions) {
    for (const placement of model.placementsIn(id)) {
      if (placement.service.kind === "worker") continue;
      for (let at = from; at < to; at += 10_000) {
        const serving = model.servingAt(placement, at).length;
        const { replicas } = placement.service;
        // One may be starting again.
        expect(serving).toBeGreaterThanOrEqual(Math.max(replicas - 1, replicas > 1 ? 1 : 0));
        expect(serving).toBeLessThanOrEqual(replicas + 1);
      }
    }
  }
});

test("lives of a container follow one another within their pod, each with an id of its own", () => {
  const ids = new Set<string>();
  for (const { id } of regions) {
    for (const pod of model.podsIn(id, from, to)) {
      let previous = pod.start;
      for (const run of pod.runs) {
        expect(run.start).toBeGreaterThanOrEqual(previous);
        expect(run.end).toBeGreaterThan(run.start);
        expect(run.end).toBeLessThanOrEqual(pod.end);
        expect(ids.has(run.id)).toBe(false);
        ids.add(run.id);
        previous = run.end;
      }
    }
  }
});

test("the history holds a restart, an out-of-memory kill and a gateway's restart", () => {
  const exits = regions.flatMap(({ id }) =>
    model
      .podsIn(id, from, anchor.firstStart)
      .flatMap((pod) =>
        pod.runs
          .filter((run) => run.exit && run.end > from && run.end < anchor.firstStart)
          .map((run) => `${pod.kind} ${run.exit?.reason}`),
      ),
  );
  expect(exits).toContain("service Error");
  expect(exits).toContain("service OOMKilled");
  expect(exits.filter((exit) => exit.startsWith("gateway"))).toHaveLength(2);
});

test("a StatefulSet's pod keeps its name and changes its uid", () => {
  const pods = model.podsOf(placed("acme-shop/production/mailer"), from, anchor.firstStart);
  const service = pods.filter(({ kind }) => kind === "service");
  expect(new Set(service.map(({ name }) => name))).toEqual(new Set(["mailer-0"]));
  expect(new Set(service.map(({ uid }) => uid)).size).toBe(2);
});

/** Traffic of a placement from one slot until another, over both gateways. */
function trafficOf(path: string, first: number, slots: number): Float64Array {
  const placement = placed(path);
  const sums = new Float64Array(fieldCount);
  for (const route of model.routesOf(placement).filter(({ mirror }) => !mirror)) {
    for (let slot = first; slot < first + slots; slot += 1) {
      for (const gateway of [0, 1]) addSlotTraffic(anchor.seed, route, gateway, slot, sums);
    }
  }
  return sums;
}

/** What a dashboard reads: linear within the bucket that holds the rank. */
function quantile(sums: Float64Array, share: number): number {
  const rank = share * (sums[field.latencyCount] ?? 0);
  const bucket = latencyBoundsMs.findIndex((_, index) => (sums[field.latencyBucket + index] ?? 0) >= rank);
  const low = latencyBoundsMs[bucket - 1] ?? 0;
  const before = bucket > 0 ? (sums[field.latencyBucket + bucket - 1] ?? 0) : 0;
  const within = (sums[field.latencyBucket + bucket] ?? 0) - before;
  return low + (((latencyBoundsMs[bucket] ?? 0) - low) * (rank - before)) / within;
}

test("checkout's incident: p99 from 200 ms to 2 s and errors from 0.1 % to 15 %, for three minutes", () => {
  const incident = slotOf(Date.parse("2026-11-23T21:40:00Z"));
  const share = (sums: Float64Array) => {
    const classes = [field.ok2xx, field.redirect3xx, field.client4xx, field.server5xx].map(
      (one) => sums[one] ?? 0,
    );
    return (sums[field.server5xx] ?? 0) / classes.reduce((sum, count) => sum + count, 0);
  };
  const before = trafficOf("acme-shop/production/checkout", incident - 40, 40);
  expect(quantile(before, 0.99)).toBeGreaterThan(160);
  expect(quantile(before, 0.99)).toBeLessThan(240);
  expect(share(before)).toBeGreaterThan(0.0004);
  expect(share(before)).toBeLessThan(0.002);
  const during = trafficOf("acme-shop/production/checkout", incident + 1, 10);
  expect(quantile(during, 0.99)).toBeGreaterThan(1700);
  expect(quantile(during, 0.99)).toBeLessThan(2300);
  expect(share(during)).toBeGreaterThan(0.13);
  expect(share(during)).toBeLessThan(0.17);
  const after = trafficOf("acme-shop/production/checkout", incident + 12, 20);
  expect(share(after)).toBeLessThan(0.003);
  expect(quantile(after, 0.99)).toBeLessThan(250);
});

test("a day of a service is near its level, and staging's checkout rests for twelve minutes of the hour", () => {
  const day = trafficOf("acme-shop/production/storefront", slotOf(anchor.origin), 5760);
  const rate = (day[field.latencyCount] ?? 0) / 86_400;
  expect(rate).toBeGreaterThan(105);
  expect(rate).toBeLessThan(135);
  const rest = trafficOf("acme-shop/staging/checkout", slotOf(Date.parse("2026-11-23T21:20:00Z")), 48);
  expect(rest.every((amount) => amount === 0)).toBe(true);
});

test("a kubelet looks at a cgroup every 8 to 20 s, and never in the future", () => {
  const since = anchor.firstStart - hourMs;
  let previous = lastRefresh("a", since, since + minuteMs) ?? 0;
  for (let at = since + minuteMs; at < since + 3 * hourMs; at += 500) {
    const looked = lastRefresh("a", since, at) ?? 0;
    expect(looked).toBeLessThanOrEqual(at);
    if (looked === previous) continue;
    expect(looked - previous).toBeGreaterThanOrEqual(8_000);
    expect(looked - previous).toBeLessThanOrEqual(20_000);
    previous = looked;
  }
  expect(lastRefresh("a", since, since)).toBeUndefined();
  expect(lastRefresh("a", since, since + slotMs)).toBeGreaterThan(since);
});
