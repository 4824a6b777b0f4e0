import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LogLine } from "@/lib/logs/line";
import { type LogStore, startLogStore } from "@/stack/client/log-store";
import type { ProjectScope } from "../scope/capabilities";
import { testScope } from "../stores/test-scopes";
import { Tailing } from "./tailing";

let store: LogStore;
beforeAll(async () => {
  store = await startLogStore();
});
afterAll(() => store?.stop());

let nextId = 1;
interface RowOptions {
  readonly ts?: number;
  readonly message?: string;
  readonly kind?: string;
}
const row = (
  scope: ProjectScope,
  id: number,
  { ts = Date.now(), message = `line ${id}`, kind = "runtime" }: RowOptions = {},
) => ({
  project_id: scope.projectId,
  environment: scope.environment,
  service_id: scope.serviceId,
  ts: new Date(ts).toISOString(),
  line_id: String(id),
  message,
  kind,
  level: "info",
  retention_days: 30,
});
const ids = (count: number) => Array.from({ length: count }, () => nextId++);

async function live(
  scope: ProjectScope,
  options?: ConstructorParameters<typeof Tailing>[1],
): Promise<Tailing> {
  const tailing = new Tailing(scope, options);
  await tailing.until(() =>
    tailing.events.some(({ event }) => event.type === "state" && event.state === "live"),
  );
  return tailing;
}

const once = (lines: readonly LogLine[], wanted: readonly number[]) => {
  const got = lines.map(({ id }) => id);
  expect(new Set(got).size, "twice").toBe(got.length);
  expect([...got].sort()).toEqual(wanted.map(String).sort());
};

// Each with a service of its own, so that they can share the store and the time that a tail takes to settle.
describe.concurrent("at the same time", () => {
  test("begins with the newest lines, then follows", async () => {
    const scope = testScope("begin");
    const old = ids(30);
    await store.insert(old.map((id, n) => row(scope, id, { ts: Date.now() - 60_000 + n })));
    const tailing = await live(scope, { backlog: 10 });
    await tailing.until(() => tailing.lines.length >= 10);
    once(tailing.lines, old.slice(-10));
    const fresh = ids(5);
    await store.insert(fresh.map((id) => row(scope, id)));
    await tailing.until(() => tailing.lines.length >= 15);
    once(tailing.lines, [...old.slice(-10), ...fresh]);
    await tailing.stop();
  });

  test("1,500 lines of one stamp are all delivered, once", async () => {
    const scope = testScope("one-stamp");
    const tailing = await live(scope);
    const wanted = ids(1_500);
    const ts = Date.now();
    await store.insert(wanted.map((id) => row(scope, id, { ts })));
    await tailing.until(() => tailing.accounted >= 1_500);
    await tailing.settled();
    once(tailing.lines, wanted);
    await tailing.stop();
  });

  test("a 20,000-line insert that races small ones: every line delivered once or counted", async () => {
    const scope = testScope("racing");
    const tailing = await live(scope);
    const big = ids(20_000);
    const small = Array.from({ length: 40 }, () => ids(50));
    const inserting = store.insert(big.map((id) => row(scope, id)));
    for (const batch of small) await store.insert(batch.map((id) => row(scope, id)));
    await inserting;
    await tailing.settled();
    const got = tailing.lines.map(({ id }) => id);
    expect(new Set(got).size, "twice").toBe(got.length);
    expect(tailing.accounted).toBe(22_000);
    expect(tailing.gaps.every(({ reason }) => reason === "rate")).toBe(true);
    await tailing.stop();
  });

  test("a statement that is stamped now and visible six seconds later is delivered once", async () => {
    const scope = testScope("late");
    const tailing = await live(scope);
    const [first = 0, ...rest] = ids(6);
    // One row a second; the whole statement has the stamp of its start and becomes visible at its end.
    await store.admin(
      `INSERT INTO stardeck.logs (project_id, environment, service_id, ts, line_id, message, retention_days)
     SELECT '${scope.projectId}', '${scope.environment}', '${scope.serviceId}', now64(9), ${first} + number, 'slow', 30
     FROM system.numbers WHERE sleepEachRow(1) = 0 LIMIT 6
     SETTINGS max_block_size = 1, min_insert_block_size_rows = 1000000, async_insert = 0, max_threads = 1`,
    );
    await tailing.until(() => tailing.accounted >= 6);
    await tailing.settled();
    once(tailing.lines, [first, ...rest]);
    await tailing.stop();
  });

  test("lines whose own time is 5 to 600 seconds old are delivered as they land", async () => {
    const scope = testScope("old-times");
    const tailing = await live(scope);
    const wanted = ids(120);
    const now = Date.now();
    await store.insert(wanted.map((id, n) => row(scope, id, { ts: now - 5_000 * (n + 1) })));
    await tailing.until(() => tailing.accounted >= 120);
    once(tailing.lines, wanted);
    await tailing.stop();
  });

  test("the same batch twice is one batch; the same text twice is two lines", async () => {
    const scope = testScope("twice");
    const tailing = await live(scope);
    const wanted = ids(100);
    const batch = wanted.map((id) => row(scope, id, { message: "the same words" }));
    await store.insert(batch);
    await tailing.until(() => tailing.lines.length >= 100);
    await store.insert(batch);
    await tailing.settled();
    once(tailing.lines, wanted);
    await tailing.stop();
  });

  test("a reconnect in mid-burst resumes exactly, and an unknown epoch replays", async () => {
    const scope = testScope("reconnect");
    const first = await live(scope);
    const wanted: number[] = [];
    let inserting = true;
    const burst = (async () => {
      while (inserting) {
        const batch = ids(40);
        wanted.push(...batch);
        await store.insert(batch.map((id) => row(scope, id)));
      }
    })();
    await first.until(() => first.lines.length >= 400);
    await first.stop();
    const second = new Tailing(scope, { lastEventId: first.lastId ?? "" });
    await second.until(() => second.lines.length >= 400);
    await second.stop();
    // What another instance of Stardeck would be asked: the same instant, an epoch that it never had.
    const third = new Tailing(scope, { lastEventId: (second.lastId ?? "").replace(/^[^-]+/, "elsewhere") });
    await third.until(() => third.lines.length >= 400);
    inserting = false;
    await burst;
    await third.settled();
    once(
      [...first.lines, ...second.lines],
      [...new Set([...first.lines, ...second.lines].map(({ id }) => Number(id)))],
    );
    const had = new Set([...first.lines, ...second.lines].map(({ id }) => id));
    const got = third.lines.map(({ id }) => id);
    expect(new Set(got).size, "twice in one stream").toBe(got.length);
    // A replay overlaps: the client drops what it has.
    once([...first.lines, ...second.lines, ...third.lines.filter(({ id }) => !had.has(id))], wanted);
    await third.stop();
  });

  test("whatever is no id of ours starts the tail anew", async () => {
    const scope = testScope("odd-ids");
    const wanted = ids(3);
    await store.insert(wanted.map((id) => row(scope, id)));
    for (const lastEventId of [
      "",
      "nonsense",
      "a-1",
      "x".repeat(100_000),
      "a-99999999999999999999-1",
      "a--1-5",
      "a-1-2\n",
    ]) {
      const tailing = await live(scope, { lastEventId, backlog: 10 });
      await tailing.until(() => tailing.lines.length >= 3);
      once(tailing.lines, wanted);
      await tailing.stop();
    }
  });

  test("a filter's tail says what a search would", async () => {
    const scope = testScope("filtered");
    const tailing = await live(scope, { q: "PAY_ment 100%" });
    const [match = 0, ...others] = ids(4);
    const messages = ["x Pay_Ment 100% y", "payXment 100%", "pay_ment 1000", "nothing"];
    await store.insert([match, ...others].map((id, n) => row(scope, id, { message: messages[n] ?? "" })));
    await tailing.settled();
    once(tailing.lines, [match]);
    await tailing.stop();
  });

  test("each viewer sees their own service and no other's line, however many are watched at once", async () => {
    const scopes = ["one", "two", "three"].flatMap((name) => [testScope(name), testScope(name, "globex")]);
    const tailings = await Promise.all(scopes.map((scope) => live(scope)));
    const wanted = scopes.map(() => ids(20));
    await store.insert(scopes.flatMap((scope, n) => (wanted[n] ?? []).map((id) => row(scope, id))));
    for (const [n, tailing] of tailings.entries()) {
      await tailing.until(() => tailing.lines.length >= 20);
      once(tailing.lines, wanted[n] ?? []);
      await tailing.stop();
    }
  });
});

test("a store that stands still for 8 seconds costs nothing but time", async () => {
  const scope = testScope("standstill");
  const tailing = await live(scope);
  const before = ids(50);
  await store.insert(before.map((id) => row(scope, id)));
  await tailing.until(() => tailing.lines.length >= 50);
  store.pause();
  const meanwhile = ids(200);
  const insertMeanwhile = () => store.insert(meanwhile.map((id) => row(scope, id)));
  // The writer's own limit of 8 s may end it, standstill included: then it is sent again, as a shipper does.
  const inserting = insertMeanwhile().catch(insertMeanwhile);
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  expect(tailing.events.some(({ event }) => event.type === "state" && event.state === "reconnecting")).toBe(
    true,
  );
  store.resume();
  await inserting;
  const after = ids(50);
  await store.insert(after.map((id) => row(scope, id)));
  await tailing.settled();
  once(tailing.lines, [...before, ...meanwhile, ...after]);
  expect(tailing.gaps).toEqual([]);
  await tailing.stop();
});
