import { createServer, type Server } from "node:http";
import { Counter, Gauge, Registry } from "prom-client";
import { host } from "../layout";
import type { QueuedLine } from "./queue";

export interface StatusSources {
  readonly now: () => number;
  readonly queueLength: () => number;
  /** When the oldest line that is not stored yet was read, epoch milliseconds. */
  readonly oldestReadAt: () => number | undefined;
  readonly unreadBytes: () => number;
  readonly openFiles: () => number;
}

/** What the shipper says of itself: counters for its own work and a page that serves them. */
export class Status {
  readonly #registry = new Registry();
  readonly #sources: StatusSources;
  readonly #read = this.#counter("lines_read_total", "Lines read from container log files.");
  readonly #stored = this.#counter("lines_stored_total", "Lines that the store has acknowledged.");
  readonly #unrouted = this.#counter("lines_unrouted_total", "Lines of pods without the platform's labels.");
  readonly #refused = this.#counter(
    "rows_refused_total",
    "Rows that the store refused, kept in logs_unrouted.",
  );
  readonly #retries = this.#counter("insert_retries_total", "Inserts that failed and were tried again.");
  readonly #heartbeatAt = this.#gauge(
    "last_heartbeat_timestamp_seconds",
    "When a heartbeat was last stored.",
  );
  readonly #storedAt = this.#gauge("last_stored_timestamp_seconds", "When lines were last stored.");

  constructor(sources: StatusSources) {
    this.#sources = sources;
    this.#gauge("queued_lines", "Lines read and not yet being sent.", sources.queueLength);
    this.#gauge("unread_bytes", "Bytes in the files that have not been read.", sources.unreadBytes);
    this.#gauge("open_files", "Container log files that are being followed.", sources.openFiles);
    this.#gauge("lag_seconds", "How long the oldest line that is not stored has been waiting.", () => {
      const oldest = sources.oldestReadAt();
      return oldest === undefined ? 0 : Math.max(0, sources.now() - oldest) / 1_000;
    });
  }

  read(lines: number): void {
    this.#read.inc(lines);
  }

  stored(lines: readonly QueuedLine[]): void {
    this.#stored.inc(lines.length);
    this.#unrouted.inc(lines.filter(({ line }) => "unrouted" in line).length);
    this.#storedAt.set(this.#sources.now() / 1_000);
  }

  refused(rows: number): void {
    this.#refused.inc(rows);
  }

  retried(): void {
    this.#retries.inc();
  }

  beat(): void {
    this.#heartbeatAt.set(this.#sources.now() / 1_000);
  }

  /** `GET /healthz` and `GET /metrics` on the port. Rejects when it is taken. */
  async listen(port: number): Promise<Server> {
    const server = createServer((request, response) => {
      if (request.method === "GET" && request.url === "/healthz") {
        response.writeHead(200, { "Content-Type": "text/plain; charset=utf-8" }).end("ok\n");
      } else if (request.method === "GET" && request.url === "/metrics") {
        this.#registry.metrics().then(
          (text) => response.writeHead(200, { "Content-Type": this.#registry.contentType }).end(text),
          () => response.writeHead(500).end(),
        );
      } else {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
    return server;
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name: `stardeck_shipper_${name}`, help, registers: [this.#registry] });
  }

  #gauge(name: string, help: string, value?: () => number): Gauge {
    return new Gauge({
      name: `stardeck_shipper_${name}`,
      help,
      registers: [this.#registry],
      ...(value && {
        collect() {
          this.set(value());
        },
      }),
    });
  }
}
