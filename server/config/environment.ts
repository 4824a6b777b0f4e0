import { z } from "zod";
import { describeIssues } from "./issues";
import { type ConfigProblem, formatKey } from "./problems";

const defaults = { PORT: "3000", METRICS_PORT: "9464", STARDECK_CONFIG: "stardeck.config.yaml" } as const;

const port = z
  .string()
  .regex(/^\d{1,5}$/, "is not a port")
  .transform(Number)
  .pipe(z.number().min(1, "is not a port").max(65_535, "is not a port"));

const portWords = (what: string) => `the port for ${what}, 1 to 65535`;

const environmentSchema = z.object({
  PORT: port.prefault(defaults.PORT).describe(portWords("Stardeck")),
  HOSTNAME: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, "is not a host name or address")
    .default("127.0.0.1")
    .describe("the address to listen on, such as 127.0.0.1 or 0.0.0.0"),
  METRICS_PORT: port.prefault(defaults.METRICS_PORT).describe(portWords("Stardeck's own metrics; not PORT")),
  STARDECK_CONFIG: z.string().default(defaults.STARDECK_CONFIG).describe("the configuration's path"),
  NODE_ENV: z
    .enum(["production", "development", "test"], "is not a mode")
    .default("production")
    .describe("production, development or test"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], "is not a level")
    .default("info")
    .describe("trace, debug, info, warn, error, fatal or silent"),
});

/** What the environment sets, beside the values that the file takes from it. */
export interface Environment {
  readonly port: number;
  readonly hostname: string;
  readonly metricsPort: number;
  readonly configPath: string;
  readonly mode: "production" | "development" | "test";
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
}

/** The path of the configuration file: known even when other variables are wrong, so that the file is checked too. */
export const configPathFrom = (variables: Readonly<Record<string, string | undefined>>): string =>
  variables.STARDECK_CONFIG || defaults.STARDECK_CONFIG;

/** Reads the environment's variables; an empty one counts as not set. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): {
  value?: Environment;
  problems: ConfigProblem[];
} {
  const set = Object.fromEntries(
    Object.keys(environmentSchema.shape).flatMap((name) =>
      variables[name] ? [[name, variables[name]]] : [],
    ),
  );
  const parsed = environmentSchema.safeParse(set);
  const wrong = parsed.success ? [] : describeIssues(environmentSchema, set, parsed.error.issues);
  if (Number(set.PORT ?? defaults.PORT) === Number(set.METRICS_PORT ?? defaults.METRICS_PORT)) {
    wrong.push({ path: ["METRICS_PORT"], wrong: "is the same as PORT", right: "a port of its own" });
  }
  if (!parsed.success || wrong.length > 0) {
    return {
      problems: wrong.map(({ path, ...words }) => ({
        source: "environment",
        key: formatKey(path),
        ...words,
      })),
    };
  }
  return {
    value: {
      port: parsed.data.PORT,
      hostname: parsed.data.HOSTNAME,
      metricsPort: parsed.data.METRICS_PORT,
      configPath: parsed.data.STARDECK_CONFIG,
      mode: parsed.data.NODE_ENV,
      logLevel: parsed.data.LOG_LEVEL,
    },
    problems: [],
  };
}
