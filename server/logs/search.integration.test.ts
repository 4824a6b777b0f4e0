import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { compareNewestFirst, type LineCursor, type LogLine } from "@/lib/logs/line";
import { lineMatcher } from "@/lib/logs/match";
import { type LogStore, startLogStore } from "@/stack/client/log-store";
import { StoreError } from "../errors";
import type { ProjectScope } from "../scope/capabilities";
import { readRows } from "../stores/clickhouse";
import { testScope } from "../stores/test-scopes";
import { searchLines } from "./search";

const [checkout, mailer, api] = [testScope("checkout"), testScope("mailer"), testScope("api", "globex")];
const minute = Date.parse("2026-11-20T10:00:00Z");
const asking = { procedure: "logs.search" };

let store: LogStore;
beforeAll(async () => {
  store = await startLogStore();
});
afterAll(() => store?.stop());

interface Row {
  readonly id: number | string;
  readonly at: number;
  readonly message?: string;
  readonly level?: string;
  readonly kind?: string;
}

const insert = (scope: ProjectScope, rows: readonly Row[]) =>
  store.insert(
    rows.map(({ id, at, message, level, kind }) => ({
      project_id: scope.projectId,
      environment: scope.environment,
      service_id: scope.serviceId,
      ts: new Date(at).toISOString(),
      line_id: String(id),
      message: message ?? `line ${id}`,
      level: level ?? "info",
      kind: kind ?? "runtime",
      retention_days: 30,
    })),
  );

async function everyPage(scope: ProjectScope, limit: number, range = { from: minute, to: minute + 60_000 }) {
  const pages: LogLine[][] = [];
  let cursor: LineCursor | undefined;
  do {
    const page = await searchLines(scope, { range, filter: { source: "runtime" }, cursor, limit }, asking);
    pages.push(page.lines);
    cursor = page.next ?? undefined;
  } while (cursor && pages.length < 1_000);
  return pages;
}

describe("paging", () => {
  test("goes through ties and lines that were sent twice, each line once, every page but the last full", async () => {
    // 300 lines of one stamp, some before and after, and a batch of them three times.
    const ties = Array.from({ length: 300 }, (_, n) => ({ id: n - 150, at: minute + 30_000 }));
    const others = Array.from({ length: 100 }, (_, n) => ({ id: 1_000 + n, at: minute + n * 500 }));
    await store.admin("SYSTEM STOP MERGES stardeck.logs");
    await insert(checkout, ties);
    await insert(checkout, others);
    await insert(checkout, [...ties.slice(40, 260), ...others.slice(10, 90)]);
    await insert(checkout, ties.slice(100, 200));
    const [stored] = await store.admin("SELECT count() AS n FROM stardeck.logs");
    expect(Number(stored?.n)).toBeGreaterThan(400);

    const pages = await everyPage(checkout, 37);
    const ids = pages.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(400);
    expect(ids.length).toBe(400);
    expect(pages.slice(0, -1).every(({ length }) => length === 37)).toBe(true);
    expect([...pages.flat()].sort(compareNewestFirst)).toEqual(pages.flat());
  });

  test("is half-open: the first instant is in, the last is not", async () => {
    await insert(mailer, [
      { id: 1, at: minute },
      { id: 2, at: minute + 59_999 },
      { id: 3, at: minute + 60_000 },
    ]);
    expect((await everyPage(mailer, 10)).flat().map(({ id }) => id)).toEqual(["2", "1"]);
  });

  test("a cursor that no store could hold moves to the nearest that it can", async () => {
    const search = (cursor: LineCursor) =>
      searchLines(
        mailer,
        { range: { from: minute, to: minute + 60_000 }, filter: { source: "runtime" }, cursor, limit: 10 },
        asking,
      );
    const lines = (await search({ ts: "9".repeat(19), id: "9".repeat(19) })).lines;
    expect(lines.map(({ id }) => id)).toEqual(["2", "1"]);
    expect((await search({ ts: "0", id: `-${"9".repeat(19)}` })).lines).toEqual([]);
  });
});

describe("scope", () => {
  test("no line of another project or service comes back, whatever is asked", async () => {
    await insert(api, [{ id: 7, at: minute + 1_000, message: "canary-of-globex" }]);
    for (const q of [
      "canary-of-globex",
      "' OR 1=1 --",
      "%",
      "\\",
      "{project:String}",
      "\0",
      "'); DROP TABLE x",
    ]) {
      for (const scope of [checkout, mailer]) {
        const page = await searchLines(
          scope,
          { range: { from: 0, to: minute + 90_000 }, filter: { q, source: "runtime" }, limit: 500 },
          asking,
        );
        expect(JSON.stringify(page)).not.toContain("canary-of-globex");
      }
    }
    expect((await everyPage(api, 10)).flat().map(({ message }) => message)).toEqual(["canary-of-globex"]);
  });

  test("the reader sees nothing without the header, even of a project that its text names", async () => {
    const { config } = await import("../config");
    const [region] = config().regions;
    const count = async (headers: Record<string, string>) => {
      const response = await fetch(store.url, {
        method: "POST",
        headers: {
          "X-ClickHouse-User": region?.logs.username ?? "",
          "X-ClickHouse-Key": region?.logs.password ?? "",
          ...headers,
        },
        body: `SELECT count() FROM stardeck.logs WHERE project_id = '${api.projectId}'`,
      });
      return (await response.text()).trim();
    };
    expect(await count({})).toBe("0");
    expect(await count({ "X-Stardeck-Project": checkout.projectId })).toBe("0");
    expect(await count({ "X-Stardeck-Project": api.projectId })).toBe("1");
  });
});

describe("filter", () => {
  const messages = [
    "100% of 20_000",
    "1000 of 20x000",
    "C:\\temp\\%x",
    "Grüße, ÄÖÜ",
    "ΣΊΣΥΦΟΣ and σίσυφος",
    "İstanbul ISTANBUL ıstanbul",
    "Kelvin K and k",
    "straße STRASSE",
    "tab\tand nul\0here",
    "emoji 😀 done",
  ];
  const words = [
    "%",
    "_",
    "0_0",
    "\\",
    "\\%",
    "100%",
    "grüsse",
    "GRÜSSE",
    "äöü",
    "σίσυφος",
    "ΣΊΣΥΦΟΣ",
    "istanbul",
    "ISTANBUL",
    "k",
    "STRASSE",
    "straße",
    "\t",
    "\0",
    "😀",
    "😀 D",
    "of 20",
    "--",
    "'",
  ];

  test("a search and a tail agree on what contains a word", async () => {
    const at = minute + 3_600_000;
    await insert(
      mailer,
      messages.map((message, n) => ({ id: 100 + n, at: at + n, message })),
    );
    for (const q of words) {
      const filter = { q, source: "runtime" as const };
      const page = await searchLines(
        mailer,
        { range: { from: at, to: at + 1_000 }, filter, limit: 500 },
        asking,
      );
      const matches = lineMatcher(filter);
      const expected = messages.filter((message) => matches({ message, level: "info", kind: "runtime" }));
      expect(page.lines.map(({ message }) => message).reverse(), JSON.stringify(q)).toEqual(expected);
    }
  });

  test("levels and source choose lines; an odd level counts as unknown", async () => {
    const at = minute + 7_200_000;
    await insert(mailer, [
      { id: 201, at: at + 1, level: "error" },
      { id: 202, at: at + 2, level: "notice" },
      { id: 203, at: at + 3, level: "unknown" },
      { id: 204, at: at + 4, level: "error", kind: "build" },
    ]);
    const ids = async (filter: Parameters<typeof lineMatcher>[0]) =>
      (
        await searchLines(mailer, { range: { from: at, to: at + 1_000 }, filter, limit: 9 }, asking)
      ).lines.map(({ id }) => id);
    expect(await ids({ source: "runtime", levels: ["error"] })).toEqual(["201"]);
    expect(await ids({ source: "runtime", levels: ["unknown"] })).toEqual(["203", "202"]);
    expect(await ids({ source: "build" })).toEqual(["204"]);
    expect(await ids({ source: "runtime" })).toEqual(["203", "202", "201"]);
  });
});

describe("bounds", () => {
  test("every query says which procedure sent it", async () => {
    await everyPage(mailer, 10);
    await store.admin("SYSTEM FLUSH LOGS query_log");
    const sent = await store.admin(
      "SELECT DISTINCT log_comment AS procedure, startsWith(query_id, 'logs.search-') AS named FROM system.query_log WHERE user = 'stardeck_reader' AND log_comment != ''",
    );
    expect(sent).toEqual([{ procedure: "logs.search", named: 1 }]);
  });

  test("a caller who leaves takes the query along", async () => {
    const at = minute + 9_000_000;
    await insert(
      mailer,
      Array.from({ length: 5 }, (_, n) => ({ id: 301 + n, at: at + n })),
    );
    const running = async () =>
      (await store.admin("SELECT query_id FROM system.processes WHERE user = 'stardeck_reader'")).length;
    const gone = new AbortController();
    const asked = readRows(
      mailer,
      {
        select: ["toString(line.line_id)"],
        // Half a second a row: two and a half in all.
        where: [`toUnixTimestamp64Milli(line.ts) >= ${at}`, "sleepEachRow(0.5) = 0"],
        rest: "LIMIT 5",
        parameters: {},
        row: z.array(z.unknown()),
      },
      { procedure: "logs.search", signal: gone.signal },
    ).catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await running()).toBe(1), { timeout: 2_000, interval: 20 });
    gone.abort(new Error("left"));
    const left = performance.now();
    expect(await asked).not.toBeInstanceOf(StoreError);
    await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 2_000, interval: 20 });
    expect(performance.now() - left).toBeLessThan(2_000);
    await store.admin("SYSTEM FLUSH LOGS query_log");
    const ended = await store.admin(
      "SELECT exception_code AS code FROM system.query_log WHERE user = 'stardeck_reader' AND query LIKE '%sleepEachRow%' AND type = 'ExceptionWhileProcessing'",
    );
    // QUERY_WAS_CANCELLED: it did not merely finish in time.
    expect(ended).toEqual([{ code: 394 }]);
  });

  test("a store that stands still is a timeout within the limit, and its own trouble alone", async () => {
    store.pause();
    const before = performance.now();
    try {
      await expect(everyPage(mailer, 10)).rejects.toMatchObject({
        store: "logs",
        fault: "timeout",
      });
    } finally {
      store.resume();
    }
    expect(performance.now() - before).toBeLessThan(6_000);
    await expect(everyPage(mailer, 10)).resolves.toBeDefined();
  });
});
