import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNewestFirst, type LineCursor, type LogLine } from "@/lib/logs/line";
import { pageOf } from "./search";

const line = (ts: number, id: number): LogLine => ({
  id: String(id),
  ts: String(ts),
  level: "info",
  stream: "stdout",
  kind: "runtime",
  replica: "",
  container: "",
  node: "",
  deploymentId: "",
  message: "",
  attrs: {},
  traceId: "",
  spanId: "",
  truncated: false,
  ingestedAt: 0,
});

/** Rows as the store gives them: in order, repeats beside each other, only what comes after the cursor. */
const reader = (rows: readonly LogLine[]) => async (cursor: LineCursor | undefined, most: number) =>
  rows.filter((row) => !cursor || compareNewestFirst(cursor, row) < 0).slice(0, most);

test("pages hold every line once and are full but for the last, however lines tie and repeat", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          ts: fc.integer({ min: 1, max: 20 }),
          id: fc.integer({ min: -50, max: 50 }),
          times: fc.oneof(
            { weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) },
            { weight: 1, arbitrary: fc.constant(90) },
          ),
        }),
        { maxLength: 120 },
      ),
      fc.integer({ min: 1, max: 40 }),
      async (entries, limit) => {
        const rows = entries
          .flatMap(({ ts, id, times }) => Array.from({ length: times }, () => line(ts, id)))
          .sort(compareNewestFirst);
        const distinct = new Set(rows.map(({ ts, id }) => `${ts}/${id}`)).size;
        const pages: LogLine[][] = [];
        let cursor: LineCursor | undefined;
        do {
          const page = await pageOf(limit, cursor, reader(rows));
          pages.push(page.lines);
          cursor = page.next ?? undefined;
        } while (cursor);
        const all = pages.flat().map(({ ts, id }) => `${ts}/${id}`);
        expect(all.length).toBe(distinct);
        expect(new Set(all).size).toBe(distinct);
        expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
      },
    ),
  );
});

test("a page of nothing but repeats still moves on", async () => {
  const rows = [...Array.from({ length: 50_000 }, () => line(2, 1)), line(1, 1)];
  const first = await pageOf(3, undefined, reader(rows));
  expect(first.lines.map(({ ts }) => ts)).toEqual(["2", "1"]);
});
