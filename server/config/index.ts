import { readFileSync } from "node:fs";
import { once } from "@/server/process";
import { type Config, loadConfig } from "./load";
import { ConfigError } from "./problems";

export { addressProblems } from "./addresses";
export type { Config } from "./load";
export { ConfigError, type ConfigProblem } from "./problems";

/**
 * The configuration, read once a process. The one reader of `process.env`.
 * @throws ConfigError with every problem
 */
export function config(): Config {
  return once("config", () => {
    const result = loadConfig(process.env, (path) => readFileSync(path, "utf8"));
    if (!result.ok) throw new ConfigError(result.problems);
    return result.config;
  });
}
