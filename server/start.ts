import { catalogFileProblems } from "./catalog";
import { addressProblems, ConfigError, config } from "./config";
import { MetricsPortError, serveMetrics } from "./own-metrics";
import { once } from "./process";

/**
 * What a process does before it serves: reads the configuration, or ends; then opens its own metrics' port, and lets the
 * server listen. Once a process: a development server asks again whenever its code has changed.
 */
export const start = (): Promise<void> => once("start", startOnce);

async function startOnce(): Promise<void> {
  try {
    const { environment } = config();
    const problems = [...(await catalogFileProblems()), ...(await addressProblems(environment))];
    if (problems.length > 0) throw new ConfigError(problems);
    await serveMetrics(environment.metricsPort, environment.hostname);
    letListen();
  } catch (error) {
    const isForPeople = error instanceof ConfigError || error instanceof MetricsPortError;
    process.stderr.write(`${isForPeople ? error.message : inFull(error)}\n`);
    process.exit(1);
  }
}

/** `scripts/serve.mjs` waits for this: Next's own `prepare` does not wait for what instrumentation does. */
function letListen(): void {
  const home = globalThis as { [listenKey]?: () => void };
  home[listenKey]?.();
}

const listenKey = Symbol.for("stardeck.listen");

const inFull = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));
