import { projects, regions, type WorldAccount, type WorldProject } from "../world";

/** What an account may see, as `GET /api/v1/catalog` says it (Starbase's contract). */
export function catalogOf(account: WorldAccount, memberOf: readonly string[]) {
  const visible = projectsOf(memberOf);
  const runsIn = new Set(
    visible.flatMap((project) =>
      project.environments.flatMap((environment) =>
        environment.services.flatMap((service) => service.regions),
      ),
    ),
  );
  return {
    user: { id: account.id, email: account.email, ...(account.role ? { role: account.role } : {}) },
    regions: regions
      .filter(({ id }) => account.role === "sre" || runsIn.has(id))
      .map(({ id, name }) => ({ id, name })),
    projects: visible.map((project) => ({
      id: project.id,
      slug: project.slug,
      name: project.name,
      environments: project.environments.map((environment) => ({
        slug: environment.slug,
        ephemeral: environment.ephemeral,
        services: environment.services.map(({ id, slug, name, kind, regions: runsIn }) => ({
          id,
          slug,
          name,
          kind,
          regions: runsIn,
        })),
      })),
    })),
  };
}

export const projectsOf = (memberOf: readonly string[]): WorldProject[] =>
  projects.filter(({ slug }) => memberOf.includes(slug));
