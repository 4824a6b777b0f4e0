import { randomUUID } from "node:crypto";
import { type Session, sessionFrom } from "../auth/session";
import { type CallerCatalog, catalog } from "../catalog";
import { SignedOutError } from "../errors";

/** Who asks, as Starbase knows them at most 30 s ago. */
export interface Viewer {
  readonly session: Session;
  readonly catalog: CallerCatalog;
}

export interface Context {
  /** One id a request, in every log line about it. */
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Looks the caller up: the session once, the catalog anew once it is no longer fresh. Throws SignedOutError. */
  readonly viewer: () => Promise<Viewer>;
}

/** Nothing but the cookie decides who asks: no other header is read. */
export function createContext(headers: Headers): Context {
  const now = () => Date.now();
  let session: Promise<Session | null> | undefined;
  return {
    requestId: randomUUID(),
    now,
    viewer: async () => {
      session ??= sessionFrom(headers.get("cookie"), new Date(now()));
      const found = await session;
      // A stream outlives the instant of its first check.
      if (!found || found.expiresAt <= now()) throw new SignedOutError();
      return { session: found, catalog: await catalog().forCaller(found) };
    },
  };
}
