import { createHash, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { config } from "../config";
import { once } from "../process";
import { type CookieSettings, cookieNamed, setCookie } from "./cookies";
import { seal, unseal } from "./sealing";

const sessionContents = z.object({
  /** Random, made anew at each sign-in. */
  id: z.string().min(16),
  user: z.object({ id: z.string().min(1), email: z.string(), name: z.string() }),
  /** Opaque; lasts as long as the session. Never leaves the server. */
  accessToken: z.string().min(1),
  /** The hint for the issuer's sign-out, where it fits into a cookie. */
  idToken: z.string().optional(),
  /** Epoch milliseconds, as are the next two. */
  issuedAt: z.number(),
  /** When a request last came, to within {@link refreshAfterMs}. */
  seenAt: z.number(),
  /** The absolute end: of the session's lifetime or the access token's, whichever is sooner. */
  expiresAt: z.number(),
});

/** A signed-in person, as the sealed cookie carries them. */
export type Session = Readonly<z.infer<typeof sessionContents>>;

export interface SessionSettings extends CookieSettings {
  readonly secret: string;
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export function sessionSettings(): SessionSettings {
  const { publicUrl, auth } = config();
  return {
    secret: auth.sessionSecret,
    secure: publicUrl.startsWith("https:"),
    idleMs: auth.lifetimes.idle,
    absoluteMs: auth.lifetimes.absolute,
  };
}

const cookieName = "stardeck";
/** Browsers drop a cookie above 4,096 bytes, name and attributes included, without a word. */
const largestCookie = 3_900;
const refreshAfterMs = 300_000;

/** The session that a request's `Cookie` header carries; null for none, a forged one and one that is over. */
export async function sessionFrom(
  cookieHeader: string | null,
  now: Date,
  settings: SessionSettings = sessionSettings(),
): Promise<Session | null> {
  const sealed = cookieNamed(cookieHeader, cookieName, settings);
  const session = sealed && (await opened(sealed, settings.secret));
  if (!session || endedSessions().has(session.id)) return null;
  const at = now.getTime();
  const over = at >= session.expiresAt || at >= session.seenAt + settings.idleMs;
  return over ? null : session;
}

/**
 * What a sealed cookie holds. Opening one derives keys, which costs more than the rest of a request, and the same
 * cookie comes with every request of a page: its contents can't change, so they are remembered (lifetimes are not
 * part of this). Null is remembered too, or forged cookies would be the expensive ones.
 */
function opened(sealed: string, secret: string): Promise<Session | null> {
  const memory = once("opened sessions", () => new LRUCache<string, Promise<Session | null>>({ max: 2_000 }));
  const key = createHash("sha256").update(secret).update("\0").update(sealed).digest("base64");
  const known = memory.get(key);
  if (known) return known;
  const session = unseal("session", sealed, sessionContents, secret).then((found) => found ?? null);
  memory.set(key, session);
  return session;
}

/** A session for somebody who has just signed in. `tokenExpiresAt`: the access token's end, epoch milliseconds. */
export function newSession(
  who: Pick<Session, "user" | "accessToken" | "idToken"> & { tokenExpiresAt: number | undefined },
  now: Date,
  settings: SessionSettings = sessionSettings(),
): Session {
  const at = now.getTime();
  const { tokenExpiresAt, ...rest } = who;
  return {
    ...rest,
    id: randomBytes(16).toString("hex"),
    issuedAt: at,
    seenAt: at,
    expiresAt: Math.min(at + settings.absoluteMs, tokenExpiresAt ?? Number.POSITIVE_INFINITY),
  };
}

/** The `Set-Cookie` value that gives a browser its session. */
export async function sessionCookie(
  session: Session,
  now: Date,
  settings: SessionSettings = sessionSettings(),
): Promise<string> {
  const maxAgeMs = session.expiresAt - now.getTime();
  const whole = await seal("session", session, settings.secret);
  if (whole.length <= largestCookie) return setCookie(cookieName, whole, maxAgeMs, settings);
  // Without the hint the issuer asks before it signs out; without the cookie nobody could sign in.
  const { idToken: _hint, ...rest } = session;
  return setCookie(cookieName, await seal("session", rest, settings.secret), maxAgeMs, settings);
}

/** The `Set-Cookie` value that takes it away. */
export const endedSessionCookie = (settings: SessionSettings = sessionSettings()): string =>
  setCookie(cookieName, "", 0, settings);

/**
 * The `Set-Cookie` value that notes the session as seen now, or null while the last note is recent. Server components
 * cannot set cookies, so route handlers append it to their responses.
 */
export async function refreshedSessionCookie(
  session: Session,
  now: Date,
  settings: SessionSettings = sessionSettings(),
): Promise<string | null> {
  const due = session.seenAt + Math.min(refreshAfterMs, settings.idleMs / 4);
  if (now.getTime() < due || endedSessions().has(session.id)) return null;
  return sessionCookie({ ...session, seenAt: now.getTime() }, now, settings);
}

/**
 * Ends a session in this process at once, so that a response that was under way at sign-out cannot bring it back.
 * Other instances learn it from Starbase, which has revoked the access token.
 */
export function endSession(session: Session): void {
  endedSessions().set(session.id, true);
}

function endedSessions(): LRUCache<string, true> {
  return once("ended-sessions", () => new LRUCache<string, true>({ max: 20_000 }));
}
