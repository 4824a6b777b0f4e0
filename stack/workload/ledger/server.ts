import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { type Placement, placements, type RegionId, regions } from "../../world";
import type { Position } from "../logs/position";
import type { Model } from "../model/model";
import { historyMs, hourMs, slotMs } from "../model/time";
import { writtenLines } from "./lines";
import { truthOf } from "./truth";

const longestRangeMs = 24 * hourMs;

/** Epoch milliseconds, or RFC 3339 with a zone. */
const instant = z.union(
  [
    z
      .string()
      .regex(/^\d{12,14}$/)
      .transform(Number),
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  ],
  { error: "must be epoch milliseconds or an RFC 3339 instant such as 2026-11-23T22:00:00Z" },
);

const regionIds = regions.map(({ id }) => id) as [RegionId, ...RegionId[]];

const question = z
  .strictObject({
    service_id: z.string().regex(/^[0-9a-f]{32}$/, "must be 32 lower-case hexadecimal characters"),
    environment: z.string().min(1),
    region: z.enum(regionIds).optional(),
    from: instant,
    to: instant,
  })
  .refine(({ from, to }) => from < to, { error: "from must be before to", path: ["from"] })
  .refine(({ from, to }) => to - from <= longestRangeMs, {
    error: "the range must be at most 24 h",
    path: ["to"],
  });

/**
 * The ledger of what the workload really did.
 *
 * - `GET /truth?service_id=&environment=&from=&to=[&region=]`: `{ slot_seconds, slots }`, see `SlotTruth`.
 * - `GET /lines?…` with the same parameters: `{ written_until, lines }`, see `WrittenLine`.
 * - `GET /healthz`.
 *
 * 503 until the logs are caught up. 400 with `{ errors }` names every wrong parameter; 404 where no such service is placed anywhere.
 */
export function ledger(model: Model, position: () => Position | undefined, now: () => number = Date.now) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { status, body } = answer(model, position(), request, now());
    response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const refused = (status: number, ...errors: string[]): Answer => ({ status, body: { errors } });

function answer(model: Model, written: Position | undefined, request: IncomingMessage, now: number): Answer {
  const url = new URL(request.url ?? "/", "http://ledger");
  if (request.method !== "GET") return refused(405, "only GET is answered here");
  if (!written) return refused(503, "not ready yet: the logs are being caught up");
  if (url.pathname === "/healthz") return { status: 200, body: { status: "ok" } };
  if (url.pathname !== "/truth" && url.pathname !== "/lines") {
    return refused(404, "there are /truth, /lines and /healthz");
  }
  const asked = question.safeParse(Object.fromEntries(url.searchParams));
  if (!asked.success) {
    const errors = asked.error.issues.map(({ path, message }) => `${path.join(".") || "query"}: ${message}`);
    return refused(400, ...errors);
  }
  const { service_id, environment, region, from, to } = asked.data;
  const begins = model.anchor.firstStart - historyMs;
  if (to <= begins) return refused(400, `to: the ledger begins at ${new Date(begins).toISOString()}`);
  const placement = find(service_id, environment, region);
  if (!placement) return refused(404, "no such service in that environment (and region)");
  if (url.pathname === "/lines") {
    const lines = writtenLines(model, written, placement, from, to);
    return { status: 200, body: { written_until: new Date(written.writtenUntil).toISOString(), lines } };
  }
  // What has not happened yet is no truth.
  const slots = truthOf(model, placement, Math.max(from, begins), Math.min(to, now));
  return { status: 200, body: { slot_seconds: slotMs / 1000, slots } };
}

/** The first region's where a service runs in several and none is named. */
function find(serviceId: string, environment: string, region: RegionId | undefined): Placement | undefined {
  return placements().find(
    (placement) =>
      placement.service.id === serviceId &&
      placement.environment.slug === environment &&
      (region === undefined || placement.region === region),
  );
}
