import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CatalogUnavailableError, NotFoundError, SignedOutError } from "../errors";
import type { Catalog } from "./caller";
import { starbaseCatalog } from "./starbase";

/** A Starbase that fails in every way, over real HTTP. */

const project = "ac3e5400d1c94f6b8e2a7b5c9d0f1e21";
const service = "c4ec0b7a3d1f4c5e9a8b7c6d5e4f3a22";
const good = (slug = "acme-shop") => ({
  user: { id: "u-ada", email: "ada@acme.test" },
  regions: [{ id: "nyc3", name: "New York 3" }],
  projects: [
    {
      id: project,
      slug,
      name: "Acme Shop",
      environments: [
        {
          slug: "production",
          ephemeral: false,
          services: [{ id: service, slug: "checkout", name: "Checkout", kind: "web", regions: ["nyc3"] }],
        },
      ],
    },
  ],
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const say =
  (status: number, body: string): Answer =>
  (_request, response) =>
    response.writeHead(status).end(body);
const sayCatalog = (slug?: string) => say(200, JSON.stringify(good(slug)));

let server: Server;
let answer: Answer;
let asked: string[];
let now: number;
let reports: string[];
let catalog: Catalog;

beforeEach(async () => {
  asked = [];
  reports = [];
  now = 1_000_000;
  answer = sayCatalog();
  server = createServer((request, response) => {
    asked.push(request.headers.authorization ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  catalog = starbaseCatalog({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    regions: [{ id: "nyc3", name: "New York 3" }],
    now: () => now,
    report: (problem) => reports.push(problem),
    timeoutMs: 150,
  });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const caller = (accessToken = "token-a") => ({
  accessToken,
  user: { id: "u-ada", email: "ada@acme.test", name: "Ada" },
});

const slugs = async (token?: string) =>
  (await catalog.forCaller(caller(token))).projects.map(({ slug }) => slug);

describe("memory", () => {
  test("25 s, for each token of its own", async () => {
    expect(await slugs()).toEqual(["acme-shop"]);
    answer = sayCatalog("renamed");
    now += 24_999;
    expect(await slugs()).toEqual(["acme-shop"]);
    expect(await slugs("token-b")).toEqual(["renamed"]);
    now += 1;
    expect(await slugs()).toEqual(["renamed"]);
    expect(asked).toEqual(["Bearer token-a", "Bearer token-b", "Bearer token-a"]);
  });

  test("those who ask together share one question", async () => {
    await Promise.all(Array.from({ length: 20 }, () => catalog.forCaller(caller())));
    expect(asked).toHaveLength(1);
  });

  test("is bounded", async () => {
    const small = starbaseCatalog({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      regions: [],
      now: () => now,
      report: () => {},
      maxCallers: 2,
    });
    for (const token of ["a", "b", "c", "c", "a"]) await small.forCaller(caller(token));
    expect(asked).toEqual(["Bearer a", "Bearer b", "Bearer c", "Bearer a"]);
  });

  test("forgets who signs out", async () => {
    await slugs();
    catalog.forget(caller());
    await slugs();
    expect(asked).toHaveLength(2);
  });
});

describe("a denial", () => {
  test.each([
    [401, SignedOutError],
    [403, NotFoundError],
  ])("%i is passed on at once, and what was known is gone", async (status, expected) => {
    await slugs();
    answer = say(status, "{}");
    now += 30_000;
    await expect(catalog.forCaller(caller())).rejects.toBeInstanceOf(expected);
    answer = say(500, "");
    await expect(catalog.forCaller(caller())).rejects.toBeInstanceOf(CatalogUnavailableError);
  });
});

describe.each<[string, Answer, string]>([
  ["500", say(500, "<h1>oops</h1>"), "Starbase answered 500"],
  ["503 with a body like the right one", say(503, JSON.stringify(good())), "Starbase answered 503"],
  [
    "a redirect",
    (_q, r) => r.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
    "Starbase could not be reached",
  ],
  ["no JSON", say(200, "<html>"), "Starbase's answer is not JSON"],
  [
    "JSON of another shape",
    say(200, '{"projects": "none"}'),
    "Starbase's answer has another shape at user, regions, projects",
  ],
  ["null", say(200, "null"), "Starbase's answer has another shape at the whole"],
  ["a closed connection", (request) => request.socket.destroy(), "Starbase could not be reached"],
  [
    "half an answer",
    (_q, r) => void r.writeHead(200, { "content-length": "1000" }).write("{", () => r.destroy()),
    "Starbase could not be reached",
  ],
  ["no answer in time", () => {}, "Starbase did not answer in time"],
])("%s", (_what, fault, words) => {
  test("the last answer serves for ten minutes, and says since when it has been all there is", async () => {
    await slugs();
    const since = now;
    answer = fault;
    now += 30_000;
    await expect(catalog.forCaller(caller())).resolves.toMatchObject({
      projects: [{ slug: "acme-shop" }],
      stale: { since },
    });
    expect(reports).toEqual([words]);

    const before = asked.length;
    now += 4_999;
    await catalog.forCaller(caller());
    expect(asked.length, "a Starbase that has just failed is left alone for 5 s").toBe(before);

    now = since + 600_000;
    await expect(catalog.forCaller(caller())).rejects.toBeInstanceOf(CatalogUnavailableError);

    answer = sayCatalog("back");
    await expect(catalog.forCaller(caller())).resolves.not.toHaveProperty("stale");
    expect(await slugs()).toEqual(["back"]);
  });

  test("nobody who was never answered gets anything", async () => {
    answer = fault;
    await expect(catalog.forCaller(caller())).rejects.toBeInstanceOf(CatalogUnavailableError);
  });
});

test("a connection that a restarted Starbase has closed is no failure", async () => {
  let first = true;
  answer = (request, response) => {
    if (first) request.socket.destroy();
    else sayCatalog()(request, response);
    first = false;
  };
  expect(await slugs()).toEqual(["acme-shop"]);
  expect(reports).toEqual([]);
});

test("nothing that is reported or thrown names the token", async () => {
  answer = say(500, "token-a");
  const error = await catalog.forCaller(caller()).catch((reason: unknown) => reason);
  expect(`${reports.join()}${error}`).not.toContain("token-a");
});
