import type { LogRow, Unrouted } from "./transform";

/** Rows that are stored together, under one token. */
export interface Batch {
  readonly token: string;
  readonly rows: readonly LogRow[];
  readonly unrouted: readonly Unrouted[];
}

export interface Heartbeat {
  readonly kind: "runtime" | "build";
  readonly node: string;
}

export interface DeliveryOptions {
  /** ClickHouse's HTTP address. */
  readonly url: string;
  readonly password: string;
  readonly fetch?: typeof fetch;
  /** Resolves after so many milliseconds, rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onRetry?: (problem: string) => void;
  readonly onRefused?: (count: number) => void;
}

/** The store's answer to an insert that failed. */
class InsertError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Exceptions of ClickHouse that the same rows would meet again: sending them once more would block the pipe for ever. */
const dataErrors = new Set([
  6, 26, 27, 32, 33, 38, 41, 43, 53, 69, 70, 72, 117, 130, 131, 190, 246, 321, 349, 467, 469, 691,
]);

const firstRetryMs = 250;
const longestRetryMs = 10_000;
/** Above the writer's max_execution_time of 8 s: the server gives up first. */
const requestTimeoutMs = 15_000;

const logColumns = [
  "project_id",
  "environment",
  "service_id",
  "ts",
  "line_id",
  "kind",
  "stream",
  "level",
  "deployment_id",
  "replica",
  "container",
  "node",
  "message",
  "attrs",
  "trace_id",
  "span_id",
  "truncated",
  "retention_days",
] as const satisfies readonly (keyof LogRow)[];

interface Table {
  readonly name: "logs" | "logs_unrouted";
  readonly columns: readonly string[];
}
const logs: Table = { name: "logs", columns: logColumns };
const logsUnrouted: Table = { name: "logs_unrouted", columns: ["reason", "tag", "raw"] };

/** Writes to the region's ClickHouse as `stardeck_writer`. */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /**
   * Resolves once every row is stored: tries again for as long as the store does not answer, and puts rows that it
   * refuses into `logs_unrouted` with its reason. Sending a batch again under its token stores nothing twice. Rejects
   * only when the signal aborts.
   */
  async deliver(batch: Batch, signal: AbortSignal): Promise<void> {
    await this.#insertAll(logsUnrouted, batch.unrouted, `${batch.token}-unrouted`, signal);
    await this.#insertAll(logs, batch.rows, batch.token, signal);
  }

  /** Says that the shippers of these nodes live. Not repeated on failure: the next one is due in seconds. */
  async heartbeat(beats: readonly Heartbeat[], signal: AbortSignal): Promise<void> {
    if (beats.length > 0) {
      await this.#request("stardeck.pipe_heartbeats (kind, node)", lines(beats), undefined, signal);
    }
  }

  async #insertAll(
    table: Table,
    rows: readonly (LogRow | Unrouted)[],
    token: string,
    signal: AbortSignal,
  ): Promise<void> {
    if (rows.length === 0) return;
    const into = `stardeck.${table.name} (${table.columns.join(", ")})`;
    for (let wait = firstRetryMs; ; wait = Math.min(2 * wait, longestRetryMs)) {
      try {
        return await this.#request(into, lines(rows), token, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof InsertError && dataErrors.has(error.code)) {
          return this.#insertAround(table, rows, token, error, signal);
        }
        this.#options.onRetry?.(error instanceof Error ? problemOf(error) : String(error));
        // Half of the wait is drawn: several shippers do not come back in step.
        await this.#options.sleep(wait / 2 + (Math.random() * wait) / 2, signal);
      }
    }
  }

  /** Halves a refused batch until the row that is to blame is alone; the tokens of the halves are made from the whole's. */
  async #insertAround(
    table: Table,
    rows: readonly (LogRow | Unrouted)[],
    token: string,
    refusal: InsertError,
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = rows;
    if (rows.length === 1 && first) {
      this.#options.onRefused?.(1);
      // A row that even the table for the unwanted refuses is only counted.
      if (table === logsUnrouted) return;
      const unrouted = {
        reason: `refused by the store: code ${refusal.code}`,
        tag: "",
        raw: JSON.stringify(first),
      };
      return this.#insertAll(logsUnrouted, [unrouted], `${token}-refused`, signal);
    }
    const middle = Math.ceil(rows.length / 2);
    await this.#insertAll(table, rows.slice(0, middle), `${token}.0`, signal);
    await this.#insertAll(table, rows.slice(middle), `${token}.1`, signal);
  }

  async #request(into: string, body: string, token: string | undefined, signal: AbortSignal): Promise<void> {
    const url = new URL(this.#options.url);
    url.searchParams.set("query", `INSERT INTO ${into} FORMAT JSONEachRow`);
    // The profile's async inserts are for many small writers. This is one writer whose batches are made already: what
    // is answered is stored, every row of it or none, and known by its token.
    url.searchParams.set("async_insert", "0");
    url.searchParams.set("input_format_allow_errors_num", "0");
    url.searchParams.set("input_format_allow_errors_ratio", "0");
    if (token !== undefined) url.searchParams.set("insert_deduplication_token", token);
    const response = await (this.#options.fetch ?? fetch)(url, {
      method: "POST",
      headers: {
        "X-ClickHouse-User": "stardeck_writer",
        "X-ClickHouse-Key": this.#options.password,
        "Content-Type": "application/x-ndjson",
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    // Read to the end: an error after the first byte is in the body.
    const answer = await response.text();
    if (response.ok && !answer.includes("DB::Exception")) return;
    const code = Number(
      response.headers.get("x-clickhouse-exception-code") ?? /Code: (\d+)/.exec(answer)?.[1],
    );
    throw new InsertError(code, answer.trim().slice(0, 500) || `HTTP ${response.status}`);
  }
}

const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join("\n");

/** What `fetch` hides in the cause: which connection failed and why. */
const problemOf = (error: Error) =>
  error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
