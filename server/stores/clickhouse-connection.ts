import { randomUUID } from "node:crypto";
import { type ClickHouseClient, ClickHouseLogLevel, createClient, type TupleParam } from "@clickhouse/client";
import { config } from "../config";
import { StoreError } from "../errors";
import { once } from "../process";
import { type Asking, configuredRegion } from "./asking";
import { faultOf } from "./clickhouse-faults";
import type { ParameterValue } from "./clickhouse-text";

/** Whom a question is asked as: each user may read what its kind of scope allows, and no more. */
export type StoreUser = "reader" | "tail" | "freshness";

export interface StoreQuery {
  readonly query: string;
  readonly parameters: Readonly<Record<string, ParameterValue | readonly TupleParam[]>>;
  /** Headers that the scope demands. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Asks one region's ClickHouse and gives the answer's rows, each an array of cells, not parsed further. Bounded by the
 * user's profile (rows, bytes, memory) and by `limits.storeTimeout`, at the store a second earlier than here.
 * Throws StoreError; the caller's own abort goes through as it came.
 */
export async function askClickHouse(
  regionId: string,
  user: StoreUser,
  asking: Asking,
  { query, parameters, headers }: StoreQuery,
): Promise<unknown[][]> {
  const region = configuredRegion("logs", regionId);
  asking.signal?.throwIfAborted();
  const limit = config().limits.storeTimeout;
  // One controller of our own a query: `AbortSignal.any` on a stream's signal would keep something for each of them.
  const controller = new AbortController();
  const leave = () => controller.abort(asking.signal?.reason);
  asking.signal?.addEventListener("abort", leave, { once: true });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort();
  }, limit);
  try {
    const answer = await clientOf(regionId, user).query({
      query,
      format: "JSONCompactEachRow",
      query_params: { ...parameters, database: region.logs.database, table: region.logs.table },
      query_id: `${asking.procedure}-${randomUUID()}`,
      abort_signal: controller.signal,
      http_headers: { ...headers },
      // The only two settings that a reader's profile lets a request name.
      clickhouse_settings: {
        log_comment: asking.procedure,
        max_execution_time: Math.max(1, Math.floor(limit / 1000) - 1),
      },
    });
    return await answer.json<unknown[]>();
  } catch (error) {
    if (asking.signal?.aborted) throw error;
    throw new StoreError("logs", regionId, faultOf(error, timedOut), { cause: error });
  } finally {
    clearTimeout(timer);
    asking.signal?.removeEventListener("abort", leave);
  }
}

function clientOf(regionId: string, user: StoreUser): ClickHouseClient {
  return once(`clickhouse.${regionId}.${user}`, () => {
    const { limits } = config();
    const { logs } = configuredRegion("logs", regionId);
    const credentials = {
      reader: { username: logs.username, password: logs.password },
      tail: { username: logs.tailUsername, password: logs.tailPassword },
      freshness: { username: logs.freshnessUsername, password: logs.freshnessPassword },
    } satisfies Record<StoreUser, { username: string; password: string }>;
    return createClient({
      url: logs.url,
      ...credentials[user],
      database: logs.database,
      application: "stardeck",
      // Our own timer is the limit; the client's is the net below it.
      request_timeout: limits.storeTimeout + 1_000,
      max_open_connections: 32,
      // Long lists of ids go as a body, not as a URL that a proxy would cut.
      use_multipart_params_auto: true,
      // A user with readonly=1 may not ask for compression.
      compression: { response: false, request: false },
      log: { level: ClickHouseLogLevel.OFF },
    });
  });
}
