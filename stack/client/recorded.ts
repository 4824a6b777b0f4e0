import { z } from "zod";
import type { StackDescription } from "../stack-json";

type Region = StackDescription["regions"][number];
type Service = StackDescription["services"][number];

/** Values by instant (epoch milliseconds, on the 15 s grid). */
export type Points = ReadonlyMap<number, number>;

const rows = z.array(
  z.object({
    metric: z.record(z.string(), z.string()),
    values: z.array(z.tuple([z.number(), z.string()])).optional(),
    value: z.tuple([z.number(), z.string()]).optional(),
  }),
);
const answer = z.object({ data: z.object({ result: rows }) });

/** A question to a region's store by the way that tests of the store itself take, around the door. Rejects with its words. */
export async function askStore(
  region: Region,
  path: "query" | "query_range",
  parameters: Readonly<Record<string, string>>,
) {
  const url = new URL(`/api/v1/${path}`, region.metrics.direct);
  // Without these, the newest 30 s are held values and an answer may be an older one's.
  url.search = new URLSearchParams({ latency_offset: "1ms", nocache: "1", ...parameters }).toString();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${await response.text()}`);
  return answer.parse(await response.json()).data.result;
}

/** Everything that the rules recorded of a service within [from, to], by signal; no point is held or filled in. */
export async function recordedOf(region: Region, service: Service, from: number, to: number) {
  const selector = `{__name__=~"starform:service:.+",project_id="${service.projectId}",environment="${service.environment}",service_id="${service.serviceId}"}`;
  const result = await askStore(region, "query_range", {
    query: `last_over_time(${selector}[1s])`,
    start: String(Math.ceil(from / 15_000) * 15),
    end: String(Math.floor(to / 15_000) * 15),
    step: "15",
  });
  return new Map(
    result.map(({ metric, values = [] }) => [
      (metric.__name__ ?? "").replace("starform:service:", ""),
      {
        labels: metric,
        points: new Map(values.map(([at, value]) => [at * 1000, Number(value)])) satisfies Points,
      },
    ]),
  );
}

const slot = z.object({
  start: z.iso.datetime().transform(Date.parse),
  requests: z.number(),
  errors_5xx: z.number(),
  bytes_in: z.number(),
  bytes_out: z.number(),
  latency_ms: z.record(z.string(), z.number()),
  cpu_seconds: z.number(),
  memory_bytes: z.number(),
  network_rx_bytes: z.number(),
  network_tx_bytes: z.number(),
  restarts: z.number(),
  replicas: z.number(),
});
export type Slot = z.infer<typeof slot>;

/** What the workload says that a service really did, per 15 s, oldest first. */
export async function truthOf(stack: StackDescription, service: Service, from: number, to: number) {
  const url = new URL("/truth", stack.workload.url);
  url.search = new URLSearchParams({
    service_id: service.serviceId,
    environment: service.environment,
    region: service.region,
    from: String(Math.round(from)),
    to: String(Math.round(to)),
  }).toString();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${await response.text()}`);
  return z.object({ slots: z.array(slot) }).parse(await response.json()).slots;
}
