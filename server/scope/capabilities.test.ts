import { describe, expect, it } from "vitest";
import type { CallerCatalog } from "../catalog";
import { ProjectScope, RegionScope, WatchScope } from "./capabilities";

const id = (digit: string) => digit.repeat(32);

const member: CallerCatalog = {
  user: { id: "u1", email: "ada@acme.test" },
  regions: [
    { id: "nyc3", name: "New York 3" },
    { id: "fra1", name: "Frankfurt 1" },
  ],
  projects: [
    {
      id: id("a"),
      slug: "acme",
      name: "Acme",
      environments: [
        {
          slug: "production",
          ephemeral: false,
          services: [{ id: id("b"), slug: "checkout", name: "Checkout", kind: "web", regions: ["nyc3"] }],
        },
      ],
    },
  ],
};
const sre: CallerCatalog = {
  ...member,
  user: { id: "u2", email: "sre@starform.test", role: "sre" },
  projects: [],
};
const checkout = { project: "acme", environment: "production", service: "checkout" };

describe("ProjectScope", () => {
  it("carries the ids that the catalog gives, in the service's first region", () => {
    expect(ProjectScope.of(member, checkout)).toMatchObject({
      projectId: id("a"),
      serviceId: id("b"),
      environment: "production",
      region: "nyc3",
    });
  });

  it.each([
    { ...checkout, project: "globex" },
    { ...checkout, environment: "staging" },
    { ...checkout, service: "payments" },
    { ...checkout, project: "__proto__" },
  ])("denies %j like what does not exist", (selection) => {
    expect(() => ProjectScope.of(member, selection)).toThrow("There is nothing here that you can see");
  });

  it("says where a service runs when asked for another region", () => {
    expect(() => ProjectScope.of(member, { ...checkout, region: "fra1" })).toThrow("It runs in: nyc3");
  });

  it.each(["", "B".repeat(32), `${"b".repeat(31)}"`, id("b").slice(1)])("refuses the id %j", (serviceId) => {
    const odd = structuredClone(member) as unknown as {
      projects: { environments: { services: { id: string }[] }[] }[];
    };
    const service = odd.projects[0]?.environments[0]?.services[0];
    if (service) service.id = serviceId;
    expect(() => ProjectScope.of(odd as unknown as CallerCatalog, checkout)).toThrow();
  });

  it("can't be forged by shape", () => {
    const forged = { ...ProjectScope.of(member, checkout) };
    expect(ProjectScope.is(forged)).toBe(false);
    expect(() => WatchScope.of("nyc3", [forged as ProjectScope])).toThrow();
  });
});

describe("WatchScope", () => {
  it("takes authorised services of its own region only", () => {
    const scope = ProjectScope.of(member, checkout);
    expect(WatchScope.of("nyc3", [scope]).services).toEqual([scope]);
    expect(() => WatchScope.of("fra1", [scope])).toThrow();
  });
});

describe("RegionScope", () => {
  it("is any region for an SRE, and for a member those of their services", () => {
    expect(RegionScope.of(sre, "fra1").region).toBe("fra1");
    expect(RegionScope.of(member, "nyc3").region).toBe("nyc3");
    expect(() => RegionScope.of(member, "fra1")).toThrow();
    expect(() => RegionScope.of(sre, "ams3")).toThrow();
  });
});
