import type { LogLine } from "@/lib/logs/line";
import { StoreError } from "../errors";
import { type Digest, type IngestWindow, windowBounds } from "../logs/tail-questions";
import type { WatchScope } from "../scope/capabilities";
import { type ServiceIds, serviceKey, type WatchAnswer } from "../stores/clickhouse";
import type { TailStore } from "./hub";

interface FakeRow {
  readonly key: string;
  readonly line: LogLine;
  /** When it becomes visible, on the store's clock. */
  readonly visibleAt: number;
}

export interface FakeInsert {
  readonly ids: readonly string[];
  /** Milliseconds from the rows' stamp until they can be read. */
  readonly delay?: number;
  readonly kind?: LogLine["kind"];
  readonly message?: string;
}

/**
 * A store with ClickHouse's habits, on a clock that a test moves: all rows of an insert have one stamp, which is older than
 * the moment at which they can be read; a line that is sent twice has two rows; and answers take time.
 */
export class FakeStore implements TailStore {
  /** Epoch milliseconds of the store's own clock. */
  time = 1_800_000_000_000;
  /** How long each question takes. */
  latency = 5;
  #failing = false;
  /** More rows than this in one answer are too much. */
  mostRows = Number.POSITIVE_INFINITY;
  readonly asked: string[] = [];
  #rows: FakeRow[] = [];

  constructor(private readonly pass: (milliseconds: number) => void) {}

  /** From now on no question is answered, or every one is. */
  fail(failing: boolean): void {
    this.#failing = failing;
  }

  insert(service: ServiceIds, { ids, delay = 0, kind = "runtime", message = "" }: FakeInsert): void {
    const key = serviceKey(service);
    for (const id of ids) {
      this.#rows.push({
        key,
        line: fakeLine(id, this.time, { kind, message }),
        visibleAt: this.time + delay,
      });
    }
  }

  ids = (scope: WatchScope, window: IngestWindow) =>
    this.#answer("ids", scope, window, (rows) =>
      rows.map(({ line }) => ({ id: line.id, at: line.ingestedAt, build: line.kind === "build" })),
    );

  digests = (scope: WatchScope, window: IngestWindow) =>
    this.#answer("digests", scope, window, (rows): Digest => {
      const distinct = new Set(rows.map(({ line }) => line.id));
      return { count: distinct.size, xor: String([...distinct].reduce((xor, id) => xor ^ BigInt(id), 0n)) };
    });

  lines = (scope: WatchScope, { ids, stampedFrom }: { ids: readonly string[]; stampedFrom: number }) => {
    const wanted = new Set(ids);
    return this.#answer(
      "lines",
      scope,
      { since: this.time - stampedFrom + this.latency + 1, until: 0 },
      (rows) => rows.map(({ line }) => line),
      (row) => wanted.has(row.line.id),
    );
  };

  async #answer<T>(
    question: string,
    scope: WatchScope,
    window: IngestWindow,
    say: (rows: FakeRow[]) => T,
    which: (row: FakeRow) => boolean = () => true,
  ): Promise<WatchAnswer<T>> {
    this.asked.push(question);
    this.pass(this.latency);
    if (this.#failing) throw new StoreError("logs", scope.region, "unreachable");
    const asOf = this.time;
    const { from, to } = windowBounds(window, asOf);
    const watched = new Set(scope.services.map(serviceKey));
    const byService = new Map<string, FakeRow[]>();
    let rows = 0;
    for (const row of this.#rows) {
      if (!watched.has(row.key) || row.visibleAt > asOf || !which(row)) continue;
      if (row.line.ingestedAt <= from || row.line.ingestedAt > to) continue;
      rows++;
      const found = byService.get(row.key);
      if (found) found.push(row);
      else byService.set(row.key, [row]);
    }
    if (question !== "digests" && rows > this.mostRows)
      throw new StoreError("logs", scope.region, "too-much");
    return { asOf, services: new Map([...byService].map(([key, found]) => [key, say(found)])) };
  }
}

export const fakeLine = (
  id: string,
  ingestedAt: number,
  { kind = "runtime", message = "" }: Partial<Pick<LogLine, "kind" | "message">> = {},
): LogLine => ({
  id,
  ts: String(BigInt(ingestedAt) * 1_000_000n),
  level: "info",
  stream: "stdout",
  kind,
  replica: "pod-1",
  container: "main",
  node: "node-1",
  deploymentId: "",
  message,
  attrs: {},
  traceId: "",
  spanId: "",
  truncated: false,
  ingestedAt,
});
