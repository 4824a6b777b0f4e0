import { expect, test } from "vitest";
import { Delivery } from "./delivery";
import type { LogRow } from "./transform";

const row = (message: string): LogRow => ({
  project_id: "p",
  environment: "e",
  service_id: "s",
  ts: "2026-11-23T22:00:00.000000000Z",
  line_id: "1",
  kind: "runtime",
  stream: "stdout",
  level: "info",
  deployment_id: "",
  replica: "",
  container: "",
  node: "",
  message,
  attrs: {},
  trace_id: "",
  span_id: "",
  truncated: 0,
  retention_days: 7,
});

interface Sent {
  readonly table: string;
  readonly token: string;
  readonly rows: readonly { message?: string; reason?: string }[];
}

/** A store that keeps what it is sent, unless `refuse` has an answer for it. */
function deliveryTo(refuse: (sent: Sent, attempt: number) => Response | Error | undefined) {
  const stored: Sent[] = [];
  const waits: number[] = [];
  const problems: string[] = [];
  let refused = 0;
  let attempt = 0;
  const delivery = new Delivery({
    url: "http://store.test",
    password: "x",
    sleep: async (ms) => void waits.push(ms),
    onRetry: (problem) => problems.push(problem),
    onRefused: (count) => {
      refused += count;
    },
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const sent: Sent = {
        table: /INSERT INTO (\S+)/.exec(url.searchParams.get("query") ?? "")?.[1] ?? "",
        token: url.searchParams.get("insert_deduplication_token") ?? "",
        rows: String(init?.body)
          .split("\n")
          .map((line) => JSON.parse(line)),
      };
      attempt += 1;
      const answer = refuse(sent, attempt);
      if (answer instanceof Error) throw answer;
      if (answer) return answer;
      stored.push(sent);
      return new Response("");
    },
  });
  return { delivery, stored, waits, problems, refusedRows: () => refused };
}

const exception = (code: number) =>
  new Response(`Code: ${code}. DB::Exception: no`, {
    status: 500,
    headers: { "x-clickhouse-exception-code": String(code) },
  });

const signal = new AbortController().signal;

test("a store that is away is asked again, later and later, under the same token", async () => {
  const { delivery, stored, waits, problems } = deliveryTo((_sent, attempt) =>
    attempt < 4 ? new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") }) : undefined,
  );
  await delivery.deliver({ token: "t", rows: [row("a")], unrouted: [] }, signal);
  expect(stored.map(({ token }) => token)).toEqual(["t"]);
  expect(problems).toEqual(Array(3).fill("fetch failed: ECONNREFUSED"));
  expect(waits.map((wait) => wait >= 125)).toEqual([true, true, true]);
  expect((waits[2] ?? 0) / 4).toBeGreaterThanOrEqual(125);
});

test("an exception that is the store's own trouble is waited out, too", async () => {
  const tooManyParts = 252;
  const { delivery, stored } = deliveryTo((_sent, attempt) =>
    attempt === 1 ? exception(tooManyParts) : undefined,
  );
  await delivery.deliver({ token: "t", rows: [row("a")], unrouted: [] }, signal);
  expect(stored).toHaveLength(1);
});

test("a row that the store refuses goes to the operators' table, and the others are stored", async () => {
  const violatedConstraint = 469;
  const { delivery, stored, refusedRows } = deliveryTo(({ table, rows }) =>
    table === "stardeck.logs" && rows.some(({ message }) => message === "bad")
      ? exception(violatedConstraint)
      : undefined,
  );
  const messages = ["a", "b", "c", "bad", "d"];
  await delivery.deliver({ token: "t", rows: messages.map(row), unrouted: [] }, signal);
  const kept = stored.filter(({ table }) => table === "stardeck.logs");
  expect(kept.flatMap(({ rows }) => rows.map(({ message }) => message))).toEqual(["a", "b", "c", "d"]);
  // The parts' tokens follow from the whole's, so sending it again makes the same ones.
  expect(new Set(kept.map(({ token }) => token)).size).toBe(kept.length);
  expect(stored.filter(({ table }) => table === "stardeck.logs_unrouted")).toMatchObject([
    { rows: [{ reason: "refused by the store: code 469" }] },
  ]);
  expect(refusedRows()).toBe(1);
});

test("an abort ends the waiting", async () => {
  const stop = new AbortController();
  const { delivery } = deliveryTo(() => {
    stop.abort(new Error("stopped"));
    return new Error("away");
  });
  await expect(delivery.deliver({ token: "t", rows: [row("a")], unrouted: [] }, stop.signal)).rejects.toThrow(
    "stopped",
  );
});
