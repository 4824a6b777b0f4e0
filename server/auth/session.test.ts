import { sealData } from "iron-session";
import { describe, expect, test } from "vitest";
import { seal } from "./sealing";
import {
  endedSessionCookie,
  endSession,
  newSession,
  refreshedSessionCookie,
  type Session,
  type SessionSettings,
  sessionCookie,
  sessionFrom,
} from "./session";

const minute = 60_000;
const hour = 60 * minute;
const start = new Date("2026-03-01T10:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);

const settings: SessionSettings = {
  secret: "0123456789abcdef0123456789abcdef",
  secure: true,
  idleMs: 2 * hour,
  absoluteMs: 12 * hour,
};

const ada = {
  user: { id: "u-ada", email: "ada@acme.test", name: "Ada" },
  accessToken: "opaque-token",
  idToken: "a.b.c",
  tokenExpiresAt: undefined as number | undefined,
};

/** The `Cookie` header that a browser sends after that `Set-Cookie`. */
const sentBack = (setCookie: string) => `other=1; ${setCookie.split(";")[0]}; more=2`;

async function begun(
  change: Partial<typeof ada> = {},
  with_ = settings,
): Promise<{ session: Session; cookie: string }> {
  const session = newSession({ ...ada, ...change }, start, with_);
  return { session, cookie: await sessionCookie(session, start, with_) };
}

describe("the cookie", () => {
  test("over https is bound to the host, over http is plain; both are out of scripts' reach", async () => {
    expect((await begun()).cookie).toMatch(
      /^__Host-stardeck=[^;]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/,
    );
    const plain = await begun({}, { ...settings, secure: false });
    expect(plain.cookie).toMatch(/^stardeck=[^;]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
    expect(endedSessionCookie(settings)).toBe(
      "__Host-stardeck=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
    );
  });

  test("gives back what was sealed, and shows none of it", async () => {
    const { session, cookie } = await begun();
    expect(await sessionFrom(sentBack(cookie), later(minute), settings)).toEqual(session);
    expect(Buffer.from(cookie, "base64").toString("latin1") + cookie).not.toMatch(/ada@acme|opaque-token/);
  });

  test("stays under the size that browsers keep, at the cost of the sign-out hint", async () => {
    const { cookie, session } = await begun({ idToken: "x".repeat(4_000) });
    expect(cookie.length).toBeLessThan(4_096);
    const { idToken: _hint, ...rest } = session;
    expect(await sessionFrom(sentBack(cookie), start, settings)).toEqual(rest);
  });

  test.each([
    ["no header", null],
    ["no cookie", "other=1"],
    ["an empty one", "__Host-stardeck="],
    ["rubbish", "__Host-stardeck=Fe26.2*1*rubbish"],
    ["a huge one", `__Host-stardeck=${"a".repeat(100_000)}`],
  ])("%s is no session", async (_what, header) => {
    expect(await sessionFrom(header, start, settings)).toBeNull();
  });

  test("a session over http is not taken for one over https", async () => {
    const plain = await begun({}, { ...settings, secure: false });
    expect(await sessionFrom(sentBack(plain.cookie), start, settings)).toBeNull();
  });

  test("another secret, another purpose and a changed byte are no session", async () => {
    const { session, cookie } = await begun();
    const header = sentBack(cookie);
    expect(await sessionFrom(header, start, { ...settings, secret: "f".repeat(32) })).toBeNull();
    const transaction = await seal("sign-in", session, settings.secret);
    expect(await sessionFrom(`__Host-stardeck=${transaction}`, start, settings)).toBeNull();
    const unmarked = await sealData(session, { password: settings.secret });
    expect(await sessionFrom(`__Host-stardeck=${unmarked}`, start, settings)).toBeNull();
    const middle = Math.floor(header.length / 2);
    const changed = `${header.slice(0, middle)}${header[middle] === "A" ? "B" : "A"}${header.slice(middle + 1)}`;
    expect(await sessionFrom(changed, start, settings)).toBeNull();
  });
});

describe("lifetimes", () => {
  test("a session that nobody uses ends", async () => {
    const header = sentBack((await begun()).cookie);
    expect(await sessionFrom(header, later(2 * hour - 1), settings)).not.toBeNull();
    expect(await sessionFrom(header, later(2 * hour), settings)).toBeNull();
  });

  test("one that is used lives on, to its absolute end and no longer", async () => {
    let { session, cookie } = await begun();
    for (let at = hour; at < 12 * hour; at += hour) {
      cookie = (await refreshedSessionCookie(session, later(at), settings)) ?? cookie;
      expect(cookie).toContain(`Max-Age=${(12 * hour - at) / 1_000};`);
      const found = await sessionFrom(sentBack(cookie), later(at + hour - 1), settings);
      if (!found) throw new Error(`over after ${at}`);
      session = found;
    }
    expect(await sessionFrom(sentBack(cookie), later(12 * hour), settings)).toBeNull();
  });

  test("it does not outlive its access token", async () => {
    const { session, cookie } = await begun({ tokenExpiresAt: later(10 * minute).getTime() });
    expect(session.expiresAt).toBe(later(10 * minute).getTime());
    expect(await sessionFrom(sentBack(cookie), later(10 * minute), settings)).toBeNull();
  });

  test("being seen is noted every five minutes, not at every request", async () => {
    const { session } = await begun();
    expect(await refreshedSessionCookie(session, later(5 * minute - 1), settings)).toBeNull();
    expect(await refreshedSessionCookie(session, later(5 * minute), settings)).not.toBeNull();
  });

  test("each sign-in has an id of its own", async () => {
    expect((await begun()).session.id).not.toBe((await begun()).session.id);
  });

  test("an ended session stays ended, also for a response that was under way", async () => {
    const { session, cookie } = await begun();
    endSession(session);
    expect(await sessionFrom(sentBack(cookie), later(minute), settings)).toBeNull();
    expect(await refreshedSessionCookie(session, later(hour), settings)).toBeNull();
  });
});
