import { z } from "zod";
import type { Grid } from "@/lib/time/step";
import { config } from "../config";
import { StoreError } from "../errors";
import { ProjectScope, RegionScope } from "../scope/capabilities";
import { type Asking, configuredRegion, stranger } from "./asking";
import { type RangeSeries, readMatrix } from "./matrix";
import { scopeLabels } from "./promql";
import { getFromStore } from "./store-request";

/**
 * The only code that speaks to VictoriaMetrics, through the region's vmauth. The URL is built from nothing here; no
 * parameter, header or path of a client's goes through. A tenant's question carries its scope twice: in the selector
 * (see `promql.ts`) and as `extra_label` in the URL, without which vmauth refuses it.
 */

export interface InstantSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const vectorAnswer = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});

/** A range query of one tenant's one service. Throws StoreError. */
export async function queryRange(
  scope: ProjectScope,
  query: string,
  grid: Grid,
  asking: Asking,
): Promise<RangeSeries[]> {
  const answer = await ask(scope.region, "/api/v1/query_range", tenantParameters(scope), asking, {
    query,
    start: String(grid.start),
    end: String(grid.end),
    step: `${grid.step}s`,
  });
  const series = readable(scope.region, () => readMatrix(answer, grid));
  for (const { labels } of series) checkScope(scope, labels, asking);
  return series;
}

/** An instant query of one tenant's one service at `time`, epoch milliseconds. Throws StoreError. */
export async function queryInstant(
  scope: ProjectScope,
  query: string,
  time: number,
  asking: Asking,
): Promise<InstantSample[]> {
  const answer = await ask(scope.region, "/api/v1/query", tenantParameters(scope), asking, {
    query,
    time: String(time / 1000),
  });
  const samples = readVector(answer, scope.region);
  for (const { labels } of samples) checkScope(scope, labels, asking);
  return samples;
}

/**
 * One of the closed list of label-free questions about a region's sources, asked with the platform token. The answer
 * may name sources only: a series that carries a tenant's label is refused. Throws StoreError.
 */
export async function queryRegion(
  scope: RegionScope,
  question: { readonly query: string; readonly time: number },
  asking: Asking,
): Promise<InstantSample[]> {
  if (!RegionScope.is(scope)) throw new TypeError("a region's question needs a RegionScope");
  const answer = await ask(scope.region, "/api/v1/query", [], asking, {
    query: question.query,
    time: String(question.time / 1000),
  });
  const samples = readVector(answer, scope.region);
  for (const { labels } of samples) {
    if ("project_id" in labels || "service_id" in labels) throw stranger("metrics", scope.region, asking);
  }
  return samples;
}

function tenantParameters(scope: ProjectScope): [string, string][] {
  if (!ProjectScope.is(scope)) throw new TypeError("a tenant's question needs a ProjectScope");
  return scopeLabels(scope).map(([label, value]) => ["extra_label", `${label}=${value}`]);
}

async function ask(
  regionId: string,
  path: "/api/v1/query" | "/api/v1/query_range",
  tenant: readonly (readonly [string, string])[],
  asking: Asking,
  parameters: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const { limits } = config();
  const region = configuredRegion("metrics", regionId);
  const url = new URL(region.metrics.url + path);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  // Without it the newest 30 s of a step under a minute are overwritten by a held value.
  url.searchParams.set("latency_offset", "1ms");
  // The store gives up before the request does, so that it never works for somebody who has left.
  url.searchParams.set("timeout", `${Math.max(1, Math.floor(limits.storeTimeout / 1000) - 1)}s`);
  for (const [name, value] of tenant) url.searchParams.append(name, value);
  return getFromStore({
    url,
    region: regionId,
    token: tenant.length > 0 ? region.metrics.token : region.metrics.platformToken,
    procedure: asking.procedure,
    signal: asking.signal,
    timeout: limits.storeTimeout,
  });
}

function readVector(answer: Buffer, region: string): InstantSample[] {
  return readable(region, () => {
    const { result } = vectorAnswer.parse(JSON.parse(answer.toString("utf8"))).data;
    return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  });
}

/** What the store said, or a StoreError where it can't be read. */
function readable<T>(region: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new StoreError("metrics", region, "bad-answer", { cause });
  }
}

/** Every series must be the scope's own, whatever the store believes it was asked. */
function checkScope(scope: ProjectScope, labels: Readonly<Record<string, string>>, asking: Asking): void {
  for (const [label, value] of scopeLabels(scope)) {
    if (labels[label] !== value) throw stranger("metrics", scope.region, asking);
  }
}
