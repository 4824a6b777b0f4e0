import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { CatalogUnavailableError } from "../errors";
import { fileCatalog, readCatalogFile } from "./file";

const text = `sres: [Sre@Starform.test]
projects:
  - id: ac3e5400d1c94f6b8e2a7b5c9d0f1e21
    slug: acme-shop
    members: [ada@acme.test]
    environments:
      - slug: production
        services:
          - id: c4ec0b7a3d1f4c5e9a8b7c6d5e4f3a22
            slug: checkout
            name: Checkout
            regions: [nyc3]
  - id: 910be8a2c4d64e1f9b3a5c7d8e0f2b32
    slug: globex
    members: [grace@globex.test]
    environments: []
`;
const regions = [
  { id: "nyc3", name: "New York 3" },
  { id: "fra1", name: "Frankfurt 1" },
];

let file: string;
let reads: number;
let now: number;
let reports: string[];
let catalog: ReturnType<typeof fileCatalog>;

beforeEach(() => {
  file = text;
  reads = 0;
  now = 1_000_000;
  reports = [];
  catalog = fileCatalog({
    path: "/etc/catalog.yaml",
    regions,
    readFile: async () => {
      reads += 1;
      return file;
    },
    now: () => now,
    report: (problem) => reports.push(problem),
  });
});

const as = (email: string) =>
  catalog.forCaller({ accessToken: "x", user: { id: email, email, name: email } });

describe("what each may see", () => {
  test("a member sees their project and the regions that it runs in", async () => {
    expect(await as("Ada@acme.test")).toEqual({
      user: { id: "Ada@acme.test", email: "Ada@acme.test" },
      regions: [{ id: "nyc3", name: "New York 3" }],
      projects: [
        {
          id: "ac3e5400d1c94f6b8e2a7b5c9d0f1e21",
          slug: "acme-shop",
          name: "acme-shop",
          environments: [
            {
              slug: "production",
              ephemeral: false,
              services: [
                {
                  id: "c4ec0b7a3d1f4c5e9a8b7c6d5e4f3a22",
                  slug: "checkout",
                  name: "Checkout",
                  kind: "web",
                  regions: ["nyc3"],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test("an SRE sees every region and no project, a stranger nothing", async () => {
    expect(await as("sre@starform.test")).toMatchObject({ user: { role: "sre" }, regions, projects: [] });
    expect(await as("eve@evil.test")).toMatchObject({ regions: [], projects: [] });
  });
});

describe("a file that changes", () => {
  test("is read again after 25 s, for everybody", async () => {
    await as("ada@acme.test");
    await as("grace@globex.test");
    file = text.replace("ada@acme.test", "eve@acme.test");
    now += 24_999;
    expect((await as("ada@acme.test")).projects).toHaveLength(1);
    now += 1;
    expect((await as("ada@acme.test")).projects).toHaveLength(0);
    expect((await as("eve@acme.test")).projects).toHaveLength(1);
    expect(reads).toBe(2);
  });

  test("into a wrong one serves as it was for ten minutes, with a banner and the line in our log", async () => {
    await as("ada@acme.test");
    const since = now;
    file = text.replace("slug: globex", "slug: logs");
    now += 30_000;
    expect(await as("ada@acme.test")).toMatchObject({ projects: [{ slug: "acme-shop" }], stale: { since } });
    expect(reports.join()).toContain("line 14, projects[1].slug is reserved");
    now = since + 600_000;
    await expect(as("ada@acme.test")).rejects.toBeInstanceOf(CatalogUnavailableError);
  });
});

test("every problem of a file, at once, with its line", () => {
  const wrong = text
    .replace("id: ac3e", "id: AC3E")
    .replace("slug: globex", "slug: acme-shop")
    .replace("[ada@acme.test]", "[ada]")
    .replace("slug: checkout", "slug: logs\n            kind: job")
    .replace("[nyc3]", "[nyc3, mars1]")
    .replace("environments: []", "envs: []");
  const { problems } = readCatalogFile(wrong, "catalog.yaml", regions);
  expect(problems.map(({ line, key, wrong: what }) => `${line} ${key} ${what.split(":")[0]}`)).toEqual([
    "3 projects[0].id is not an id",
    "5 projects[0].members[0] is not an e-mail address",
    "10 projects[0].environments[0].services[0].slug is reserved",
    "11 projects[0].environments[0].services[0].kind is not a kind of service",
    "13 projects[0].environments[0].services[0].regions[1] is not a region of the configuration",
    "14 projects[1].environments is missing",
    "15 projects[1].slug is given twice",
    "17 projects[1].envs is not a key that Stardeck knows here",
  ]);
});

test("the example is a right one", () => {
  const example = readFileSync(new URL("../../catalog.example.yaml", import.meta.url), "utf8");
  expect(readCatalogFile(example, "catalog.example.yaml", regions).problems).toEqual([]);
});
