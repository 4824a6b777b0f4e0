import { router, signedIn } from "../init";

export const catalogRouter = router({
  /** What the caller may see, without the ids that only stores need. */
  mine: signedIn.query(({ ctx }) => {
    const { user, regions, projects, stale } = ctx.caller.catalog;
    return {
      user,
      regions: regions.map(({ id, name }) => ({ id, name })),
      projects: projects.map((project) => ({
        slug: project.slug,
        name: project.name,
        environments: project.environments.map((environment) => ({
          slug: environment.slug,
          ephemeral: environment.ephemeral,
          services: environment.services.map(({ slug, name, kind, regions: runsIn }) => ({
            slug,
            name,
            kind,
            regions: runsIn,
          })),
        })),
      })),
      stale: stale ?? null,
    };
  }),
});
