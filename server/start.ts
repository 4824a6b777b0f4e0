import { catalogFileProblems } from "./catalog";
import { ConfigError, config } from "./config";
import { MetricsPortError, serveMetrics } from "./own-metrics";

/** What a process does before it serves: reads the configuration, or ends; then opens its own metrics' port. */
export async function start(): Promise<void> {
  try {
    const { metricsPort, hostname } = config().environment;
    const problems = await catalogFileProblems();
    if (problems.length > 0) throw new ConfigError(problems);
    await serveMetrics(metricsPort, hostname);
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof MetricsPortError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
