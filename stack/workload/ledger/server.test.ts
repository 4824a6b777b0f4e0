import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Model } from "../model/model";
import { anchorAt, minuteMs } from "../model/time";
import { ledger } from "./server";

const anchor = anchorAt(Date.parse("2026-11-23T22:00:07Z"));
const now = anchor.firstStart + 30 * minuteMs;
const position = { writtenUntil: now, skipped: [] };
const checkout = "c4ec0b7a3d1f4c5e9a8b7c6d5e4f3a22";
let server: Server;
let base = "";

beforeAll(async () => {
  server = createServer(
    ledger(
      new Model(anchor),
      () => position,
      () => now,
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  base = `http://127.0.0.1:${address.port}`;
});
afterAll(() => server.close());

async function ask(path: string) {
  const response = await fetch(base + path);
  return { status: response.status, body: await response.json() };
}

const of = (environment: string) => `service_id=${checkout}&environment=${environment}`;

test("the truth comes slot by slot, whole slots only, and nothing that has not happened", async () => {
  const from = anchor.firstStart + 1;
  const { status, body } = await ask(`/truth?${of("production")}&from=${from}&to=${now + 5 * minuteMs}`);
  expect(status).toBe(200);
  expect(body.slot_seconds).toBe(15);
  expect(body.slots).toHaveLength(119);
  expect(body.slots[0].start).toBe("2026-11-23T22:00:15.000Z");
  expect(body.slots.at(-1).end).toBe(new Date(now).toISOString());
  for (const slot of body.slots) {
    expect(slot.requests).toBeGreaterThan(500);
    expect(slot.errors_5xx).toBeLessThanOrEqual(slot.requests);
    expect(slot.latency_ms["+Inf"]).toBe(slot.requests);
    expect(slot.cpu_seconds).toBeGreaterThan(1);
    expect(slot.memory_bytes).toBeGreaterThan(100e6);
    // The pods see the requests, and probes beside them.
    expect(slot.network_rx_bytes / slot.bytes_in).toBeGreaterThan(0.85);
    expect(slot.network_rx_bytes / slot.bytes_in).toBeLessThan(1.5);
    expect(slot.replicas).toBeGreaterThanOrEqual(2);
  }
});

test("the same service in another environment is another one", async () => {
  const range = "from=2026-11-23T22:00:00Z&to=2026-11-23T22:10:00Z";
  const staging = (await ask(`/truth?${of("staging")}&${range}`)).body.slots;
  expect(Math.max(...staging.map(({ requests }: { requests: number }) => requests))).toBeLessThan(200);
  const { body } = await ask(`/lines?${of("staging")}&${range}`);
  expect(body.lines.length).toBeGreaterThan(100);
  expect(new Set(body.lines.map(({ region }: { region: string }) => region))).toEqual(new Set(["fra1"]));
  expect(body.lines[0]).toMatchObject({ kind: "runtime", container: "checkout" });
});

test.each([
  ["/truth", 400, /service_id.*environment.*from.*to/s],
  [`/truth?${of("production")}&from=1795470000000&to=1795469000000`, 400, /from must be before to/],
  [
    `/truth?${of("production")}&from=yesterday&to=2026-11-23T22:00:00Z`,
    400,
    /from: must be epoch milliseconds/,
  ],
  [`/lines?${of("production")}&from=1795000000000&to=1795470000000`, 400, /at most 24 h/],
  [`/lines?${of("production")}&from=1795000000000&to=1795000100000`, 400, /the ledger begins at/],
  [`/lines?${of("production")}&from=1795470000000&to=1795470010000&limit=3`, 400, /Unrecognized key/],
  [`/lines?${of("nowhere")}&from=1795470000000&to=1795470010000`, 404, /no such service/],
  ["/nothing", 404, /there are/],
])("%s is answered with %i and words", async (path, status, words) => {
  const answer = await ask(path);
  expect(answer.status).toBe(status);
  expect(answer.body.errors.join("\n")).toMatch(words);
});
