import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { z } from "zod";
import { NotFoundError, SignedOutError } from "../errors";
import { callerCatalog, catalogAnswer } from "./answer";
import type { CallerCatalog, Catalog, CatalogRegion } from "./caller";
import { Memory } from "./remembered";

/** How long Starbase may take for one answer: milliseconds. */
const timeoutMs = 5_000;

/** The catalog as Starbase's API tells it, asked with the caller's own access token; remembered for each token. */
export function starbaseCatalog(options: {
  url: string;
  /** The regions that Stardeck is configured to read. */
  regions: readonly CatalogRegion[];
  /** Epoch milliseconds. */
  now: () => number;
  report: (problem: string) => void;
  timeoutMs?: number;
  maxCallers?: number;
}): Catalog {
  const memories = new LRUCache<string, Memory<CallerCatalog>>({ max: options.maxCallers ?? 5_000 });
  const ask = async (accessToken: string): Promise<CallerCatalog> => {
    const url = `${options.url}/api/v1/catalog`;
    const answer = await askStarbase(url, accessToken, catalogAnswer, options.timeoutMs);
    return callerCatalog(answer, options.regions, options.report);
  };
  return {
    async forCaller({ accessToken }) {
      const key = keyOf(accessToken);
      const memory = memories.get(key) ?? new Memory<CallerCatalog>(options.now, options.report);
      memories.set(key, memory);
      const { value, stale } = await memory.get(() => ask(accessToken));
      return stale ? { ...value, stale } : value;
    },
    forget({ accessToken }) {
      memories.delete(keyOf(accessToken));
    },
  };
}

/** Memory should not hold more copies of tokens than it must. */
const keyOf = (accessToken: string) => createHash("sha256").update(accessToken).digest("base64");

/**
 * One question to Starbase.
 * @throws SignedOutError (401), NotFoundError (403), or a plain Error for anything that may pass: no connection, no
 * answer in time, another status, an answer of another shape. Messages name no host and no token.
 */
export async function askStarbase<S extends z.ZodType>(
  url: string,
  accessToken: string,
  schema: S,
  limitMs: number = timeoutMs,
): Promise<z.output<S>> {
  const signal = AbortSignal.timeout(limitMs);
  const { response, body } = await ask(url, accessToken, signal).catch((error: unknown) => {
    if (signal.aborted) throw new Error("Starbase did not answer in time", { cause: error });
    // A restarted Starbase has closed the connections that we kept: a read may be asked twice.
    return ask(url, accessToken, signal).catch((again: unknown) => {
      throw new Error(signal.aborted ? "Starbase did not answer in time" : "Starbase could not be reached", {
        cause: again,
      });
    });
  });
  if (response.status === 401) throw new SignedOutError();
  if (response.status === 403) throw new NotFoundError();
  if (!response.ok) throw new Error(`Starbase answered ${response.status}`);
  return readAnswer(body, schema);
}

async function ask(url: string, accessToken: string, signal: AbortSignal) {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${accessToken}`, accept: "application/json" },
    // The token must not follow a redirect to another host.
    redirect: "error",
    cache: "no-store",
    signal,
  });
  // Read to its end even when only the status counts: an unread body keeps its connection.
  return { response, body: await response.text() };
}

function readAnswer<S extends z.ZodType>(body: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Error("Starbase's answer is not JSON");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.slice(0, 3).map(({ path }) => path.join(".") || "the whole");
  throw new Error(`Starbase's answer has another shape at ${where.join(", ")}`);
}
