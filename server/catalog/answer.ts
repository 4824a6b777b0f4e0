import { z } from "zod";
import type {
  CallerCatalog,
  CatalogEnvironment,
  CatalogProject,
  CatalogRegion,
  CatalogService,
} from "./caller";
import { idPattern, isEphemeralName, type Named, slugProblem } from "./slugs";

/** Starbase's `GET /api/v1/catalog`. Keys that we do not know are its own business. */
const serviceAnswer = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  kind: z.enum(["web", "worker"]),
  regions: z.array(z.string()),
});

const environmentAnswer = z.object({
  slug: z.string(),
  ephemeral: z.boolean().optional(),
  services: z.array(serviceAnswer),
});

const projectAnswer = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  environments: z.array(environmentAnswer),
});

export const catalogAnswer = z.object({
  // A role that a later Starbase may invent gives nothing here.
  user: z.object({ id: z.string().min(1), email: z.string(), role: z.string().optional() }),
  regions: z.array(z.object({ id: z.string(), name: z.string() })),
  projects: z.array(projectAnswer),
});
export type CatalogAnswer = z.infer<typeof catalogAnswer>;

/**
 * What of an answer Stardeck can show: things whose names fit its paths and whose ids fit the stores, in regions that
 * it reads. `report` gets a sentence for each thing that is left out.
 */
export function callerCatalog(
  answer: CatalogAnswer,
  read: readonly CatalogRegion[],
  report: (problem: string) => void,
): CallerCatalog {
  const readIds = new Set(read.map(({ id }) => id));
  const inRead = (regions: readonly string[], what: string) =>
    [...new Set(regions)].filter((id) => {
      if (!readIds.has(id)) report(`${what} names region ${printable(id)}, which the configuration does not`);
      return readIds.has(id);
    });

  const service = (
    entry: CatalogAnswer["projects"][number]["environments"][number]["services"][number],
    where: string,
  ) =>
    ({
      id: entry.id,
      slug: entry.slug,
      name: entry.name,
      kind: entry.kind,
      regions: inRead(entry.regions, `${where}/${entry.slug}`),
    }) satisfies CatalogService;

  const environment = (entry: CatalogAnswer["projects"][number]["environments"][number], where: string) =>
    ({
      slug: entry.slug,
      ephemeral: entry.ephemeral === true || isEphemeralName(entry.slug),
      services: admitted("service", entry.services, `${where}/${entry.slug}`, report).map((each) =>
        service(each, `${where}/${entry.slug}`),
      ),
    }) satisfies CatalogEnvironment;

  const projects = admitted("project", answer.projects, "the catalog", report).map(
    (entry): CatalogProject => ({
      id: entry.id,
      slug: entry.slug,
      name: entry.name,
      environments: admitted("environment", entry.environments, entry.slug, report).map((each) =>
        environment(each, entry.slug),
      ),
    }),
  );

  const names = new Map(answer.regions.map(({ id, name }) => [id, name]));
  const { id, email, role } = answer.user;
  return {
    user: { id, email, ...(role === "sre" ? { role } : {}) },
    regions: inRead([...names.keys()], "the catalog").map((each) => ({
      id: each,
      name: names.get(each) ?? each,
    })),
    projects,
  };
}

/** The entries of one list that have a usable slug and id, each slug once. */
function admitted<T extends { slug: string; id?: string }>(
  kind: Named,
  entries: readonly T[],
  where: string,
  report: (problem: string) => void,
): T[] {
  const seen = new Set<string>();
  return entries.filter(({ slug, id }) => {
    const problem =
      slugProblem(kind, slug) ??
      (id !== undefined && !idPattern.test(id)
        ? "has an id that is not 32 hexadecimal characters"
        : undefined) ??
      (seen.has(slug) ? "is named twice" : undefined);
    seen.add(slug);
    if (problem) report(`${kind} ${printable(slug)} of ${where} ${problem}`);
    return problem === undefined;
  });
}

/** Somebody else's text in our log: bounded, and one line. */
const printable = (text: string) => JSON.stringify(text.slice(0, 80));
