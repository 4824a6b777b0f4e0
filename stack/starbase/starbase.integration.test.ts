import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TrialBrowser } from "@/server/auth/trial-browser";
import { projects } from "../world";
import { startTrialStarbase, type TrialStarbase } from "./trial";

/** Starbase's contract, asked over HTTP as Stardeck and the tests ask it. */

const stardeck = "http://127.0.0.1:3998";
let starbase: TrialStarbase;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  starbase = await startTrialStarbase(stardeck);
  for (const email of ["ada@acme.test", "grace@globex.test", "sre@starform.test"])
    tokens[email] = await tokenOf(email);
});
afterAll(() => starbase.close());

const basic = () =>
  `Basic ${Buffer.from(`${starbase.clientId}:${starbase.clientSecret}`).toString("base64")}`;

/** An access token, by the code flow as a client speaks it by hand. */
async function tokenOf(email: string): Promise<string> {
  const browser = new TrialBrowser(stardeck, async () => new Response());
  const verifier = "v".repeat(43);
  const question = new URLSearchParams({
    client_id: starbase.clientId,
    response_type: "code",
    redirect_uri: `${stardeck}/api/auth/callback`,
    scope: "openid email profile",
    code_challenge: Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(verifier))).toString(
      "base64url",
    ),
    code_challenge_method: "S256",
  });
  const form = await browser.follow(`${starbase.url}/auth?${question}`);
  const submitted = await browser.send(form.url, {
    method: "POST",
    body: new URLSearchParams({ email, password: "demo" }),
  });
  const { url } = await browser.follow(submitted.headers.get("location") ?? "", (at) =>
    at.startsWith(stardeck),
  );
  const response = await fetch(`${starbase.url}/token`, {
    method: "POST",
    headers: { authorization: basic() },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: new URL(url).searchParams.get("code") ?? "",
      redirect_uri: `${stardeck}/api/auth/callback`,
      code_verifier: verifier,
    }),
  });
  const answer = await response.json();
  expect(answer).toMatchObject({ token_type: "Bearer", expires_in: 43_200 });
  expect(answer).not.toHaveProperty("refresh_token");
  return answer.access_token;
}

const get = (path: string, token?: string) =>
  fetch(`${starbase.url}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} });

const catalogOf = async (email: string) => (await get("/api/v1/catalog", tokens[email])).json();

describe("the catalog", () => {
  test("a member sees their project whole, and the regions that it runs in", async () => {
    const world = projects.find(({ slug }) => slug === "acme-shop");
    const catalog = await catalogOf("ada@acme.test");
    expect(catalog.user).toEqual({ id: "u-ada", email: "ada@acme.test" });
    expect(catalog.regions).toEqual([
      { id: "nyc3", name: "New York 3" },
      { id: "fra1", name: "Frankfurt 1" },
    ]);
    expect(catalog.projects).toEqual([
      {
        id: world?.id,
        slug: "acme-shop",
        name: "Acme Shop",
        environments: world?.environments.map((environment) => ({
          ...environment,
          services: environment.services.map(({ replicas: _replicas, ...service }) => service),
        })),
      },
    ]);
  });

  test("another sees theirs, and nothing of the first", async () => {
    const text = JSON.stringify(await catalogOf("grace@globex.test"));
    expect(JSON.parse(text).regions).toEqual([{ id: "fra1", name: "Frankfurt 1" }]);
    expect(text).not.toMatch(/acme|ac3e5400|nyc3/);
  });

  test("an SRE sees every region and no project", async () => {
    expect(await catalogOf("sre@starform.test")).toMatchObject({
      user: { role: "sre" },
      regions: [{ id: "nyc3" }, { id: "fra1" }],
      projects: [],
    });
  });

  test.each([undefined, "nonsense"])("token %s gets a 401", async (token) => {
    for (const path of [
      "/api/v1/catalog",
      "/api/v1/projects/acme-shop/deployments",
      "/api/v1/projects/acme-shop/builds",
    ]) {
      expect((await get(path, token)).status).toBe(401);
    }
  });
});

describe("deployments and builds", () => {
  test("of one's own project: newest first, each deployment with its build", async () => {
    const { deployments } = await (
      await get("/api/v1/projects/acme-shop/deployments", tokens["ada@acme.test"])
    ).json();
    const { builds } = await (await get("/api/v1/projects/acme-shop/builds", tokens["ada@acme.test"])).json();
    const checkout = deployments.filter(
      (each: { service: string; environment: string }) =>
        each.service === "checkout" && each.environment === "production",
    );
    expect(checkout.filter(({ state }: { state: string }) => state === "live")).toHaveLength(1);
    const started = deployments.map((each: { started: string }) => Date.parse(each.started));
    expect(started).toEqual([...started].sort((one, other) => other - one));
    for (const { buildId, commit } of deployments) {
      expect(builds).toContainEqual(expect.objectContaining({ id: buildId, commit }));
    }
  });

  test("of somebody else's are as absent as of nobody's", async () => {
    const theirs = await get("/api/v1/projects/globex/deployments", tokens["ada@acme.test"]);
    const nobodys = await get("/api/v1/projects/nothing/deployments", tokens["ada@acme.test"]);
    expect(theirs.status).toBe(404);
    expect(await theirs.text()).toBe(await nobodys.text());
  });

  test("a reversed window is refused", async () => {
    const path = "/api/v1/projects/acme-shop/builds?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z";
    expect((await get(path, tokens["ada@acme.test"])).status).toBe(400);
  });
});

describe("introspection", () => {
  const introspect = async (token: string, authorization: string) =>
    fetch(`${starbase.url}/api/v1/introspect`, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams({ token }),
    });

  test("tells its client whose a token is, and of a made-up one that it is not active", async () => {
    const known = await (await introspect(tokens["ada@acme.test"] ?? "", basic())).json();
    expect(known).toMatchObject({ active: true, sub: "u-ada", client_id: starbase.clientId });
    expect(await (await introspect("made-up", basic())).json()).toEqual({ active: false });
  });

  test("tells nobody else", async () => {
    expect((await introspect(tokens["ada@acme.test"] ?? "", `Basic ${btoa("stardeck:wrong")}`)).status).toBe(
      401,
    );
  });
});

describe("what tests may change", () => {
  const member = (method: string, project: string, email: string) =>
    fetch(`${starbase.url}/dev/members/${project}/${email}`, { method });

  test("membership, from one moment to the next, and over a restart", async () => {
    expect((await member("PUT", "acme-shop", "grace@globex.test")).status).toBe(204);
    await starbase.restart();
    const slugs = async () =>
      (await catalogOf("grace@globex.test")).projects.map(({ slug }: { slug: string }) => slug);
    expect(await slugs()).toEqual(["acme-shop", "globex"]);
    expect((await member("DELETE", "acme-shop", "grace@globex.test")).status).toBe(204);
    expect(await slugs()).toEqual(["globex"]);
  });

  test.each([
    ["nothing", "ada@acme.test"],
    ["acme-shop", "nobody@acme.test"],
  ])("not of project %s and account %s", async (project, email) => {
    expect((await member("PUT", project, email)).status).toBe(404);
  });

  test("sessions: one account's tokens die, the others' live", async () => {
    const response = await fetch(`${starbase.url}/dev/sessions/sre@starform.test/revoke`, { method: "POST" });
    expect(response.status).toBe(204);
    expect((await get("/api/v1/catalog", tokens["sre@starform.test"])).status).toBe(401);
    expect((await get("/api/v1/catalog", tokens["ada@acme.test"])).status).toBe(200);
  });
});
