import { expect, test } from "vitest";
import { type CatalogAnswer, callerCatalog, catalogAnswer } from "./answer";

const id = (digit: number) => String(digit).repeat(32);
const regions = [{ id: "nyc3", name: "New York 3" }];

const service = (slug: string, more: object = {}) => ({
  id: id(7),
  slug,
  name: slug,
  kind: "web" as const,
  regions: ["nyc3"],
  ...more,
});
const environment = (slug: string, services = [service("web")], more: object = {}) => ({
  slug,
  services,
  ...more,
});

function read(projects: CatalogAnswer["projects"], user: object = {}) {
  const reports: string[] = [];
  const answer = catalogAnswer.parse({
    user: { id: "u", email: "u@x.test", ...user },
    regions: [...regions, { id: "sfo9", name: "San Francisco 9" }],
    projects,
    later: "keys that we do not know",
  });
  return { catalog: callerCatalog(answer, regions, (problem) => reports.push(problem)), reports };
}

test("regions that Stardeck does not read are left out, and said", () => {
  const { catalog, reports } = read([
    {
      id: id(1),
      slug: "shop",
      name: "Shop",
      environments: [environment("production", [service("web", { regions: ["sfo9", "nyc3", "nyc3"] })])],
    },
  ]);
  expect(catalog.regions).toEqual(regions);
  expect(catalog.projects[0]?.environments[0]?.services[0]?.regions).toEqual(["nyc3"]);
  expect(reports).toContain('shop/production/web names region "sfo9", which the configuration does not');
});

test.each([
  ["production", undefined, false],
  ["pr-7", undefined, true],
  ["preview-42", false, true],
  ["trial", true, true],
  ["pretty", undefined, false],
])("environment %s with the flag %s is ephemeral: %s", (slug, ephemeral, expected) => {
  const { catalog } = read([
    {
      id: id(1),
      slug: "shop",
      name: "Shop",
      environments: [environment(slug, [], ephemeral === undefined ? {} : { ephemeral })],
    },
  ]);
  expect(catalog.projects[0]?.environments[0]?.ephemeral).toBe(expected);
});

test("what cannot stand in a path or reach a store is left out, alone, and said", () => {
  const { catalog, reports } = read([
    { id: id(1), slug: "sign-in", name: "Reserved", environments: [] },
    { id: "x", slug: "odd-id", name: "Odd", environments: [] },
    { id: id(2), slug: "__proto__", name: "Proto", environments: [] },
    {
      id: id(3),
      slug: "shop",
      name: "Shop",
      environments: [
        environment("logs"),
        environment("Production"),
        environment("production", [
          service("alerts"),
          service("api"),
          service("a|b"),
          service("web"),
          service("web"),
          service("x", { id: `${id(7)}0` }),
        ]),
      ],
    },
    { id: id(4), slug: "shop", name: "The same name", environments: [] },
  ]);
  expect(catalog.projects.map((project) => project.id)).toEqual([id(3)]);
  expect(catalog.projects[0]?.environments.map(({ slug }) => slug)).toEqual(["production"]);
  expect(catalog.projects[0]?.environments[0]?.services.map(({ slug }) => slug)).toEqual(["api", "web"]);
  expect(reports.filter((report) => !report.includes("names region"))).toHaveLength(10);
});

test("only the role that Stardeck knows gives anything", () => {
  expect(read([], { role: "sre" }).catalog.user).toEqual({ id: "u", email: "u@x.test", role: "sre" });
  expect(read([], { role: "root" }).catalog.user).toEqual({ id: "u", email: "u@x.test" });
});
