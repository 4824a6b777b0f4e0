import { host } from "./layout";

/** Where Stardeck listens when it is started beside the stack. */
export interface StardeckAddress {
  readonly hostname: string;
  readonly port: number;
  readonly metricsPort: number;
  /** What a browser on this machine opens; never with a trailing slash. */
  readonly url: string;
}

/** The stack's hundred ports, and room for a person's own below and above. */
const lowestBase = 1024;
const highestBase = 65_435;

/** What the environment says, or every problem in it at once: each with its key and what would be right. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { ok: true; stardeck: StardeckAddress } | { ok: false; problems: string[] } {
  const problems: string[] = [];
  const integer = (key: string, fallback: number, lowest: number, highest: number) => {
    const given = environment[key];
    if (given === undefined || given === "") return fallback;
    const value = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    problems.push(`${key}: ${JSON.stringify(given)} is not a port; a number from ${lowest} to ${highest}`);
    return fallback;
  };
  integer("STACK_PORT_BASE", 18_400, lowestBase, highestBase);
  const port = integer("PORT", 3000, 1, 65_535);
  const metricsPort = integer("METRICS_PORT", 9464, 1, 65_535);
  if (port === metricsPort) problems.push("METRICS_PORT: is the same as PORT; a port of its own");
  if (problems.length > 0) return { ok: false, problems };

  const hostname = environment.HOSTNAME || host;
  const isEverywhere = hostname === "0.0.0.0" || hostname === "::";
  const inUrl = isEverywhere ? host : hostname.includes(":") ? `[${hostname}]` : hostname;
  return { ok: true, stardeck: { hostname, port, metricsPort, url: `http://${inUrl}:${port}` } };
}
