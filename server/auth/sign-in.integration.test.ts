import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startTrialStarbase, type TrialStarbase } from "@/stack/starbase/trial";
import { catalog } from "../catalog";
import { buildsOf, deploymentsOf } from "../catalog/history";
import { CatalogUnavailableError, SignedOutError } from "../errors";
import { sessionFrom } from "./session";
import { beginSignIn, finishSignIn } from "./sign-in";
import { signOut } from "./sign-out";
import { TrialBrowser } from "./trial-browser";

/** Sign-in and sign-out against a real OpenID provider, Starbase's stand-in. */

const stardeck = "http://127.0.0.1:3999";
const directory = mkdtempSync(join(tmpdir(), "stardeck-sign-in-"));
let starbase: TrialStarbase;
let browser: TrialBrowser;

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/api/auth/sign-in") return beginSignIn(request, new Date());
  if (pathname === "/api/auth/callback") return finishSignIn(request, new Date());
  if (pathname === "/api/auth/sign-out") return signOut(request, new Date());
  return new Response("a page");
}

beforeAll(async () => {
  starbase = await startTrialStarbase(stardeck);
  const store = (
    port: number,
  ) => `{ url: "http://127.0.0.1:${port}", username: r, password: p, tailUsername: t,
    tailPassword: p, freshnessUsername: f, freshnessPassword: p }`;
  const file = join(directory, "stardeck.config.yaml");
  writeFileSync(
    file,
    `publicUrl: ${stardeck}
auth: { issuer: "${starbase.url}", clientId: ${starbase.clientId}, clientSecret: ${starbase.clientSecret},
  sessionSecret: 0123456789abcdef0123456789abcdef }
catalog: { starbase: "${starbase.url}" }
regions:
  - { id: nyc3, name: New York 3, metrics: { kind: victoriametrics, url: "http://127.0.0.1:1", token: a, platformToken: b }, logs: ${store(2)} }
  - { id: fra1, name: Frankfurt 1, metrics: { kind: victoriametrics, url: "http://127.0.0.1:3", token: a, platformToken: b }, logs: ${store(4)} }
`,
  );
  vi.stubEnv("STARDECK_CONFIG", file);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await starbase.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  browser = new TrialBrowser(stardeck, answer);
});

const isCallback = (url: string) => url.startsWith(`${stardeck}/api/auth/callback`);

/** To the form, through it, and up to (not into) Stardeck's callback. */
async function upToCallback(email: string, next = "/"): Promise<string> {
  const form = await browser.follow(`${stardeck}/api/auth/sign-in?${new URLSearchParams({ next })}`);
  expect(form.response.status).toBe(200);
  const submitted = await browser.send(form.url, {
    method: "POST",
    body: new URLSearchParams({ email, password: "demo" }),
  });
  expect(submitted.status).toBe(303);
  const { url } = await browser.follow(submitted.headers.get("location") ?? "", isCallback);
  expect(isCallback(url)).toBe(true);
  return url;
}

const session = () => sessionFrom(browser.cookie(stardeck), new Date());

async function signIn(email: string, next = "/"): Promise<string> {
  const { url } = await browser.follow(await upToCallback(email, next));
  return url;
}

const foundError = (response: Response) =>
  new URL(response.headers.get("location") ?? "", stardeck).searchParams.get("error");

describe("sign-in", () => {
  test("leads to the page that was asked for, with a session that Starbase's catalog honours", async () => {
    const callback = await upToCallback("ada@acme.test", "/projects/acme-shop?from=now-1h");
    const answered = await browser.send(callback);
    expect(answered.headers.get("location")).toBe(`${stardeck}/projects/acme-shop?from=now-1h`);
    const cookie = answered.headers.getSetCookie().find((each) => each.startsWith("stardeck="));
    expect(cookie).toMatch(/; Path=\/; Max-Age=43\d{3}; HttpOnly; SameSite=Lax$/);

    const found = await session();
    expect(found?.user).toEqual({ id: "u-ada", email: "ada@acme.test", name: "Ada" });
    if (!found) throw new Error("no session");
    const mine = await catalog().forCaller(found);
    expect(mine.projects.map(({ slug }) => slug)).toEqual(["acme-shop"]);
    expect(mine.regions.map(({ id }) => id)).toEqual(["nyc3", "fra1"]);
  });

  test.each(["//evil.test", "https://evil.test/", "/\\evil.test", "/\t/evil.test"])(
    "does not lead to %j",
    async (next) => {
      expect(await signIn("ada@acme.test", next)).toBe(`${stardeck}/`);
    },
  );

  test("says the same of a wrong password and of an unknown address", async () => {
    const form = await browser.follow(`${stardeck}/api/auth/sign-in`);
    const attempt = async (email: string, password: string) => {
      const response = await browser.send(form.url, {
        method: "POST",
        body: new URLSearchParams({ email, password }),
      });
      return { status: response.status, body: await response.text() };
    };
    const wrong = await attempt("ada@acme.test", "no");
    expect(wrong).toEqual(await attempt("nobody@acme.test", "demo"));
    expect(wrong.status).toBe(401);
    expect(wrong.body).toContain("The email or the password is not right.");
    expect(await session()).toBeNull();
  });

  test("an answer that is replayed gives no second session", async () => {
    const callback = await upToCallback("ada@acme.test");
    const before = browser.cookie(stardeck);
    await browser.send(callback);
    expect(foundError(await browser.send(callback))).toBe("expired");
    // Even with the transaction's cookie, the code is spent.
    const replayed = await answer(new Request(callback, { headers: { cookie: before } }));
    expect(foundError(replayed)).toBe("failed");
    expect(replayed.headers.getSetCookie().some((each) => /^stardeck=./.test(each))).toBe(false);
  });

  test.each([
    ["without a state", (url: URL) => url.searchParams.delete("state")],
    ["with somebody else's state", (url: URL) => url.searchParams.set("state", "another")],
    ["from another issuer", (url: URL) => url.searchParams.set("iss", "https://evil.test")],
    ["without a code", (url: URL) => url.searchParams.delete("code")],
    ["with another code", (url: URL) => url.searchParams.set("code", "another")],
  ])("an answer %s is refused", async (_what, change) => {
    const callback = new URL(await upToCallback("ada@acme.test"));
    change(callback);
    expect(foundError(await browser.send(callback.href))).toBe("failed");
    expect(await session()).toBeNull();
  });

  test("an answer to another browser's question is refused: its nonce and verifier are not ours", async () => {
    const theirs = await upToCallback("grace@globex.test");
    browser = new TrialBrowser(stardeck, answer);
    const mine = await upToCallback("ada@acme.test");
    const mixed = new URL(theirs);
    mixed.searchParams.set("state", new URL(mine).searchParams.get("state") ?? "");
    expect(foundError(await browser.send(mixed.href))).toBe("failed");
    expect(await session()).toBeNull();
  });

  test("Starbase refuses a question without PKCE, and one that leads elsewhere", async () => {
    const begun = await browser.send(`${stardeck}/api/auth/sign-in`);
    const question = new URL(begun.headers.get("location") ?? "");
    expect(question.searchParams.get("code_challenge_method")).toBe("S256");
    question.searchParams.delete("code_challenge");
    question.searchParams.delete("code_challenge_method");
    const { url } = await browser.follow(question.href, isCallback);
    expect(new URL(url).searchParams.get("error")).toBe("invalid_request");
    expect(foundError(await browser.send(url))).toBe("failed");

    const elsewhere = new URL(begun.headers.get("location") ?? "");
    elsewhere.searchParams.set("redirect_uri", "https://evil.test/api/auth/callback");
    expect((await browser.send(elsewhere.href)).status).toBe(400);
  });

  test("a second sign-in makes a new session", async () => {
    await signIn("ada@acme.test");
    const first = await session();
    // Starbase still knows the browser, so there is no form this time.
    await browser.follow(`${stardeck}/api/auth/sign-in`);
    const second = await session();
    expect(second?.user.id).toBe("u-ada");
    expect(second?.id).not.toBe(first?.id);
    if (!second) throw new Error("no session");
    await expect(catalog().forCaller(second)).resolves.toMatchObject({ user: { id: "u-ada" } });
  });
});

test("deployments and builds of one's own project come with the session, nobody else's do", async () => {
  await signIn("ada@acme.test");
  const found = await session();
  if (!found) throw new Error("no session");
  const range = { from: Date.now() - 24 * 3_600_000, to: Date.now() };
  const deployments = await deploymentsOf(found, "acme-shop", range);
  const builds = await buildsOf(found, "acme-shop", range);
  expect(deployments.map(({ state }) => state)).toContain("live");
  expect(builds.map(({ id }) => id)).toEqual(
    expect.arrayContaining(deployments.map(({ buildId }) => buildId)),
  );
  expect(deployments.every(({ started }) => started < range.to)).toBe(true);
  await expect(deploymentsOf(found, "globex", range)).rejects.toBeInstanceOf(CatalogUnavailableError);
  await expect(deploymentsOf({ ...found, accessToken: "x" }, "acme-shop", range)).rejects.toBeInstanceOf(
    SignedOutError,
  );
});

describe("sign-out", () => {
  const post = (origin?: string) =>
    browser.send(`${stardeck}/api/auth/sign-out`, { method: "POST", headers: origin ? { origin } : {} });

  test.each([undefined, "null", "http://127.0.0.1:4000", "https://127.0.0.1:3999", `${stardeck}.evil.test`])(
    "from origin %s is refused",
    async (origin) => {
      await signIn("ada@acme.test");
      expect((await post(origin)).status).toBe(403);
      expect(await session()).not.toBeNull();
    },
  );

  test("ends the session here and at Starbase, without a question", async () => {
    await signIn("ada@acme.test");
    const ended = await session();
    if (!ended) throw new Error("no session");
    const cookie = browser.cookie(stardeck);
    const response = await post(stardeck);
    expect(response.status).toBe(303);
    expect(await session()).toBeNull();
    expect(await sessionFrom(cookie, new Date()), "the old cookie, kept by somebody").toBeNull();
    const { url } = await browser.follow(response.headers.get("location") ?? "");
    expect(url).toBe(`${stardeck}/sign-in`);

    await expect(catalog().forCaller(ended)).rejects.toBeInstanceOf(SignedOutError);
    const again = await browser.follow(`${stardeck}/api/auth/sign-in`);
    expect(await again.response.text()).toContain('name="password"');
  });

  test("without a session leads to the sign-in page", async () => {
    const response = await post(stardeck);
    expect(response.headers.get("location")).toBe(`${stardeck}/sign-in`);
  });
});

describe("when Starbase changes its mind or goes away", () => {
  test("revoked sessions are signed out as soon as the catalog is asked", async () => {
    await signIn("grace@globex.test");
    const found = await session();
    if (!found) throw new Error("no session");
    await fetch(`${starbase.url}/dev/sessions/grace@globex.test/revoke`, { method: "POST" });
    await expect(catalog().forCaller(found)).rejects.toBeInstanceOf(SignedOutError);
  });

  test("a restart keeps keys, sessions and tokens", async () => {
    await signIn("ada@acme.test");
    const found = await session();
    if (!found) throw new Error("no session");
    await starbase.restart();
    await expect(catalog().forCaller(found)).resolves.toMatchObject({ user: { id: "u-ada" } });
    await browser.follow(`${stardeck}/api/auth/sign-in`);
    expect((await session())?.id).not.toBe(found.id);
  });

  test("while it is down, sign-out works here and says that it could not work there; sign-in says why not", async () => {
    await signIn("ada@acme.test");
    const other = new TrialBrowser(stardeck, answer);
    const ours = browser;
    browser = other;
    const callback = await upToCallback("grace@globex.test", "/projects/globex");
    browser = ours;
    await starbase.stop();
    try {
      const out = await browser.send(`${stardeck}/api/auth/sign-out`, {
        method: "POST",
        headers: { origin: stardeck },
      });
      expect(foundError(out)).toBe("signed-out-here");
      expect(await session()).toBeNull();
      const answered = await other.send(callback);
      expect(answered.headers.get("location")).toBe(
        `${stardeck}/sign-in?error=unreachable&next=%2Fprojects%2Fglobex`,
      );
    } finally {
      await starbase.restart();
    }
  });
});
