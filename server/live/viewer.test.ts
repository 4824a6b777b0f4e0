import { describe, expect, test } from "vitest";
import type { LineFilter } from "@/lib/logs/line";
import type { TailEvent } from "@/lib/logs/tail";
import { fakeLine } from "./fake-store";
import type { HubEvent } from "./ring";
import { Viewer, type ViewerBounds } from "./viewer";

const origin = { seq: 0, ingestedAt: 1 };
let seq = 0;
const lines = (...ids: number[]): HubEvent => ({
  seq: ++seq,
  ingestedAt: 1_000 + seq,
  type: "lines",
  late: false,
  lines: ids.map((id) => fakeLine(String(id), 1_000 + id, { message: `line ${id}` })),
});
const rateGap = (runtime: number, build: number): HubEvent => ({
  seq: ++seq,
  ingestedAt: 1_000 + seq,
  type: "gap",
  reason: "rate",
  counts: { runtime, build },
  from: 1_000 + seq,
  to: 1_001 + seq,
});
let elapsed = 0;
const viewer = (filter: Partial<LineFilter> = {}, bounds?: ViewerBounds) =>
  new Viewer(
    { source: "runtime", ...filter },
    () => origin,
    bounds,
    () => elapsed,
  );

async function everything(of: Viewer): Promise<TailEvent[]> {
  const events: TailEvent[] = [];
  // The end comes after what waits: it is asked for only when nothing is left.
  for (;;) {
    const next = of.next();
    const taken = await Promise.race([next, Promise.resolve("waits" as const).then(() => nothing)]);
    if (taken === nothing || taken === undefined) return events;
    events.push((taken as { event: TailEvent }).event);
  }
}
const nothing = Symbol("nothing");
const idsOf = (events: readonly TailEvent[]) =>
  events.flatMap((event) => (event.type === "lines" ? event.lines.map(({ id }) => Number(id)) : []));

describe("filters", () => {
  test("each viewer gets the lines that match; what has none of them is no event", async () => {
    const all = viewer();
    const some = viewer({ q: "LINE 2" });
    for (const event of [lines(1, 2, 3), lines(4), lines(20)]) {
      all.take(event);
      some.take(event);
    }
    expect(idsOf(await everything(all))).toEqual([1, 2, 3, 4, 20]);
    const matched = await everything(some);
    expect(idsOf(matched)).toEqual([2, 20]);
    expect(matched.length).toBe(2);
  });

  test("a gap counts the lines of the viewer's source, and is none where that has none", async () => {
    const runtime = viewer();
    const build = viewer({ source: "build" });
    runtime.take(rateGap(7, 0));
    build.take(rateGap(7, 0));
    expect(await everything(runtime)).toMatchObject([{ type: "gap", reason: "rate", count: 7 }]);
    expect(await everything(build)).toEqual([]);
  });
});

describe("a viewer who does not read", () => {
  test("keeps the newest, and is told first how many lines went", async () => {
    const slow = viewer({}, { lines: 10, bytes: 1_000_000 });
    for (let id = 1; id <= 100; id++) slow.take(lines(id));
    const events = await everything(slow);
    expect(events[0]).toEqual({ type: "gap", reason: "slow", count: 90, from: 1_001, to: 1_090 });
    expect(idsOf(events)).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
  });

  test("a gap that goes keeps its reason and its count", async () => {
    const slow = viewer({}, { lines: 5, bytes: 1_000_000 });
    slow.take(rateGap(40, 2));
    slow.take(lines(1, 2, 3));
    slow.take(rateGap(2, 0));
    slow.take(lines(4, 5, 6));
    slow.take(lines(7, 8, 9));
    const events = await everything(slow);
    const counts = events.flatMap((event) => (event.type === "gap" ? [[event.reason, event.count]] : []));
    expect(counts).toEqual([
      ["rate", 42],
      ["slow", 6],
    ]);
    expect(idsOf(events)).toEqual([7, 8, 9]);
  });

  test("memory is bounded by bytes too, and by events that carry no line", async () => {
    const slow = viewer({}, { lines: 1_000_000, bytes: 10_000 });
    for (let n = 0; n < 10_000; n++) slow.take(rateGap(1, 0));
    slow.take(lines(1));
    const events = await everything(slow);
    expect(events.length).toBeLessThan(60);
    const counted = events.reduce((sum, event) => sum + (event.type === "gap" ? (event.count ?? 0) : 0), 0);
    expect(counted).toBe(10_000);
    expect(idsOf(events)).toEqual([1]);
  });

  test("still learns whether the tail is live", async () => {
    const slow = viewer({}, { lines: 3, bytes: 1_000_000 });
    slow.take(lines(1, 2));
    slow.state({ state: "reconnecting", since: 5 });
    slow.take(lines(3, 4));
    slow.take(lines(5));
    const states = (await everything(slow)).filter(({ type }) => type === "state");
    expect(states).toEqual([{ type: "state", state: "reconnecting", since: 5 }]);
  });
});

test("a viewer who takes nothing for a minute is cut off in a way that clients reconnect from; one who waits is not", async () => {
  const [stuck, waiting] = [viewer(), viewer()];
  const next = waiting.next();
  stuck.take(lines(1));
  elapsed += 61_000;
  for (const each of [stuck, waiting]) each.complete(1, origin);
  await expect(stuck.next()).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  expect((await next)?.event).toEqual({ type: "complete", upTo: 1 });
});

test("lines of the first list are left out, also of what waits already, until their time is over", async () => {
  const joined = viewer();
  joined.take(lines(1, 2));
  joined.leaveOut(new Set(["2", "3"]), 5_000);
  joined.take(lines(3, 4));
  joined.complete(5_001, origin);
  joined.take(lines(3));
  expect(idsOf(await everything(joined))).toEqual([1, 4, 3]);
});

test("of several completions in a row only the newest is sent", async () => {
  const one = viewer();
  one.complete(1, origin);
  one.complete(2, origin);
  expect(await everything(one)).toEqual([{ type: "complete", upTo: 2 }]);
});

test("closing wakes whoever waits, with the reason if there is one, and keeps nothing", async () => {
  const waiting = viewer();
  const next = waiting.next();
  waiting.close();
  expect(await next).toBeUndefined();
  waiting.take(lines(1));
  expect(await waiting.next()).toBeUndefined();

  const denied = viewer();
  const refused = denied.next();
  denied.close({ error: new Error("no longer yours") });
  await expect(refused).rejects.toThrow("no longer yours");
});
