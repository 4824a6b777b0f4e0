import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testScope } from "../stores/test-scopes";
import { hubLimits } from "./hub-limits";
import { Heard, HubWorld } from "./hub-world";

const service = testScope("checkout");
let lastId = 0n;
const ids = (count: number) => Array.from({ length: count }, () => String(++lastId * 7919n));
const sorted = (list: readonly string[]) => [...list].sort();

async function watching(): Promise<{ world: HubWorld; heard: Heard }> {
  const world = new HubWorld();
  return { world, heard: await world.watch(service) };
}

describe("what breaks a naive tail", () => {
  test("1,500 rows of one stamp", async () => {
    const { world, heard } = await watching();
    const wanted = ids(1_500);
    world.store.insert(service, { ids: wanted });
    await world.run(1_000);
    expect(sorted(heard.ids)).toEqual(sorted(wanted));
    expect(heard.gaps).toEqual([]);
  });

  test("more rows of one stamp than a tail carries: the rest is counted, and never comes again", async () => {
    const { world, heard } = await watching();
    world.store.insert(service, { ids: ids(3_500) });
    await world.run(15_000);
    expect(heard.ids.length).toBe(hubLimits.serviceLines);
    expect(new Set(heard.ids).size).toBe(hubLimits.serviceLines);
    expect(heard.counted).toBe(1_500);
    expect(heard.gaps.map(({ reason, counts }) => ({ reason, counts }))).toEqual([
      { reason: "rate", counts: { runtime: 1_500, build: 0 } },
    ]);
  });

  test("a 20,000-row insert that becomes visible after small ones that were stamped after it", async () => {
    const { world, heard } = await watching();
    const big = ids(20_000);
    world.store.insert(service, { ids: big, delay: 2_500 });
    const small: string[] = [];
    for (let n = 0; n < 20; n++) {
      const batch = ids(50);
      small.push(...batch);
      world.store.insert(service, { ids: batch });
      await world.run(200);
    }
    await world.run(15_000);
    expect(new Set(heard.ids).size).toBe(heard.ids.length);
    expect(heard.ids).toEqual(expect.arrayContaining(small));
    expect(heard.ids.length + heard.counted).toBe(21_000);
  });

  test("a statement stamped now and visible six seconds later comes late and marked", async () => {
    const { world, heard } = await watching();
    const wanted = ids(30);
    world.store.insert(service, { ids: wanted, delay: 6_000 });
    await world.run(5_500);
    expect(heard.ids).toEqual([]);
    await world.run(6_000);
    expect(sorted(heard.lateIds)).toEqual(sorted(wanted));
    expect(heard.ids.length).toBe(30);
  });

  test("the same batch twice, at once and a minute later", async () => {
    const { world, heard } = await watching();
    const wanted = ids(100);
    world.store.insert(service, { ids: wanted });
    world.store.insert(service, { ids: wanted });
    await world.run(5_000);
    world.store.insert(service, { ids: wanted });
    await world.run(60_000);
    world.store.insert(service, { ids: wanted });
    await world.run(15_000);
    expect(sorted(heard.ids)).toEqual(sorted(wanted));
  });

  test("identical text on two genuine lines is two lines", async () => {
    const { world, heard } = await watching();
    world.store.insert(service, { ids: ids(2), message: "the same" });
    await world.run(1_000);
    expect(heard.ids.length).toBe(2);
  });

  test("the store stopped for 8 seconds: viewers are told, nothing is lost", async () => {
    const { world, heard } = await watching();
    const wanted: string[] = [];
    world.store.fail(true);
    for (let n = 0; n < 16; n++) {
      const batch = ids(20);
      wanted.push(...batch);
      world.store.insert(service, { ids: batch });
      await world.run(500);
    }
    expect(heard.states.at(-1)?.state).toBe("reconnecting");
    world.store.fail(false);
    await world.run(1_000);
    expect(heard.states.at(-1)?.state).toBe("live");
    await world.run(15_000);
    expect(sorted(heard.ids)).toEqual(sorted(wanted));
    expect(heard.gaps).toEqual([]);
  });

  test("four minutes without the store: caught up in slices, nothing lost", async () => {
    const { world, heard } = await watching();
    const wanted: string[] = [];
    world.store.fail(true);
    for (let n = 0; n < 240; n++) {
      const batch = ids(5);
      wanted.push(...batch);
      world.store.insert(service, { ids: batch });
      await world.run(1_000);
    }
    world.store.fail(false);
    await world.run(20_000);
    expect(sorted(heard.ids)).toEqual(sorted(wanted));
    expect(heard.gaps).toEqual([]);
  });

  test("longer than five minutes: the newest five are delivered, the rest is an outage without a count", async () => {
    const { world, heard } = await watching();
    const lost = ids(10);
    world.store.fail(true);
    await world.run(30_000);
    world.store.insert(service, { ids: lost });
    await world.run(400_000);
    const wanted = ids(10);
    world.store.insert(service, { ids: wanted });
    world.store.fail(false);
    await world.run(30_000);
    expect(heard.gaps.map(({ reason, counts }) => ({ reason, counts }))).toEqual([
      { reason: "outage", counts: null },
    ]);
    const [gap] = heard.gaps;
    expect((gap?.to ?? 0) - (gap?.from ?? 0)).toBeGreaterThan(100_000);
    expect(sorted(heard.ids)).toEqual(sorted(wanted));
  });

  test("answers that would be too much are asked for in smaller pieces", async () => {
    const { world, heard } = await watching();
    world.store.mostRows = 300;
    const wanted: string[] = [];
    world.store.fail(true);
    for (let n = 0; n < 60; n++) {
      const batch = ids(20);
      wanted.push(...batch);
      world.store.insert(service, { ids: batch });
      await world.run(1_000);
    }
    world.store.fail(false);
    await world.run(60_000);
    expect(sorted(heard.ids)).toEqual(sorted(wanted));
  });
});

describe("sharing", () => {
  test("what was there before a viewer came is old; what becomes visible after is new", async () => {
    const world = new HubWorld();
    world.store.insert(service, { ids: ids(50) });
    const late = ids(5);
    world.store.insert(service, { ids: late, delay: 4_000 });
    world.pass(1_000);
    const heard = await world.watch(service);
    await world.run(15_000);
    expect(sorted(heard.ids)).toEqual(sorted(late));
  });

  test("a second service joins while the first is behind, and hears nothing old", async () => {
    const { world } = await watching();
    const other = testScope("mailer");
    world.store.fail(true);
    world.store.insert(other, { ids: ids(40) });
    await world.run(100_000);
    world.store.fail(false);
    const heard = await world.watch(other);
    const wanted = ids(3);
    world.store.insert(other, { ids: wanted });
    await world.run(20_000);
    expect(sorted(heard.ids)).toEqual(sorted(wanted));
  });

  test("the store's load does not depend on the number of viewers", async () => {
    const { world } = await watching();
    for (let n = 0; n < 500; n++) world.hub.channel(service).listeners.add(new Heard());
    world.store.asked.length = 0;
    await world.run(6_000);
    expect(world.store.asked.length).toBeLessThan(40);
  });

  test("a service that nobody watches is let go, and with it the polling", async () => {
    const { world, heard } = await watching();
    world.hub.channel(service).listeners.delete(heard);
    await world.run(5_000);
    expect(world.hub.idle).toBe(false);
    await world.run(15_000);
    expect(world.hub.idle).toBe(true);
  });

  test("a channel's numbers resume exactly while they are in the ring", async () => {
    const { world, heard } = await watching();
    for (let n = 0; n < 5; n++) {
      world.store.insert(service, { ids: ids(3) });
      await world.run(1_000);
    }
    const channel = world.hub.channel(service);
    const [, second] = heard.events;
    expect(channel.after(second?.seq ?? 0)).toEqual(heard.events.slice(2));
    expect(channel.after(channel.position.seq)).toEqual([]);
    expect(channel.after(channel.position.seq + 1)).toBeUndefined();
  });
});

test("any schedule of inserts, delays, repeats and failures: every row once or counted, completeness never a lie", async () => {
  const insert = fc.record({
    at: fc.integer({ min: 0, max: 40_000 }),
    count: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 40 }) },
      { weight: 1, arbitrary: fc.constant(2_300) },
    ),
    delay: fc.integer({ min: 0, max: 8_000 }),
    again: fc.option(fc.integer({ min: 0, max: 30_000 })),
  });
  const failure = fc.record({
    at: fc.integer({ min: 0, max: 40_000 }),
    length: fc.integer({ min: 1, max: 15_000 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(insert, { maxLength: 25 }),
      fc.array(failure, { maxLength: 3 }),
      fc.integer({ min: 0, max: 900 }),
      async (inserts, failures, latency) => {
        const { world, heard } = await watching();
        const start = world.elapsed;
        const stampOf = new Map<string, number>();
        for (const { at, count, delay, again } of inserts) {
          const batch = ids(count);
          world.agenda.push({
            at: start + at,
            what: () => {
              for (const id of batch) stampOf.set(id, world.store.time);
              world.store.insert(service, { ids: batch, delay });
            },
          });
          if (again !== null) {
            world.agenda.push({
              at: start + at + again,
              what: () => world.store.insert(service, { ids: batch }),
            });
          }
        }
        for (const { at, length } of failures) {
          world.agenda.push({ at: start + at, what: () => world.store.fail(true) });
          world.agenda.push({ at: start + at + length, what: () => world.store.fail(false) });
        }
        world.agenda.sort((a, b) => a.at - b.at);
        world.store.latency = latency;
        for (let n = 0; n < 40; n++) {
          await world.run(2_500);
          // Whatever is said to be complete is: delivered, or counted.
          const claimed = [...stampOf].filter(([, stamp]) => stamp <= heard.completeTo).map(([id]) => id);
          const got = new Set(heard.ids);
          const missing = claimed.filter((id) => !got.has(id)).length;
          expect(missing).toBeLessThanOrEqual(heard.counted);
        }
        expect(new Set(heard.ids).size).toBe(heard.ids.length);
        expect(heard.ids.length + heard.counted).toBe(stampOf.size);
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);
