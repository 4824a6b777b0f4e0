import { createServer } from "node:http";
import { collectDefaultMetrics, Registry } from "prom-client";
import { once } from "./process";

/** Stardeck watching itself: what is registered here is what `METRICS_PORT` shows. */
const ownMetrics = (): Registry =>
  once("own metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    return registry;
  });

/** The port is taken, in words that name the setting which moves it. */
export class MetricsPortError extends Error {}

/** Serves `GET /metrics` (Prometheus text) on a port of its own. Throws MetricsPortError. */
export function serveMetrics(port: number, hostname: string): Promise<void> {
  return once(
    "own metrics' server",
    () =>
      new Promise((resolve, reject) => {
        const server = createServer(async (request, response) => {
          if (request.method !== "GET" || request.url !== "/metrics") {
            response.writeHead(404).end();
            return;
          }
          const registry = ownMetrics();
          response.setHeader("content-type", registry.contentType);
          response.end(await registry.metrics());
        });
        server.on("error", (error: NodeJS.ErrnoException) => {
          const words =
            error.code === "EADDRINUSE"
              ? `Port ${port} on ${hostname} is in use. Set METRICS_PORT to another one, or stop what listens there.`
              : `Stardeck's own metrics could not be served on ${hostname}:${port}: ${error.message}`;
          reject(new MetricsPortError(words, { cause: error }));
        });
        server.listen(port, hostname, () => {
          // It never keeps a process alive that has nothing else to do.
          server.unref();
          resolve();
        });
      }),
  );
}
