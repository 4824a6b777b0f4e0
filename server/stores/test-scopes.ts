import { createHash } from "node:crypto";
import type { CallerCatalog } from "../catalog";
import { ProjectScope } from "../scope/capabilities";

/** A scope of a service, made as any other from a catalog that says so: for tests. */
export function testScope(service: string, project = "acme"): ProjectScope {
  const catalog: CallerCatalog = {
    user: { id: "u-test", email: "test@example.test" },
    regions: [{ id: "nyc3", name: "New York 3" }],
    projects: [
      {
        id: testId(project),
        slug: project,
        name: project,
        environments: [
          {
            slug: "production",
            ephemeral: false,
            services: [
              {
                id: testId(`${project}/${service}`),
                slug: service,
                name: service,
                kind: "web",
                regions: ["nyc3"],
              },
            ],
          },
        ],
      },
    ],
  };
  return ProjectScope.of(catalog, { project, environment: "production", service });
}

const testId = (name: string) => createHash("md5").update(name).digest("hex");
