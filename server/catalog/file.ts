import { z } from "zod";
import type { Path } from "../config/issues";
import type { ConfigProblem } from "../config/problems";
import { readYaml } from "../config/yaml-file";
import { type CatalogAnswer, callerCatalog } from "./answer";
import type { Catalog, CatalogRegion } from "./caller";
import { Memory } from "./remembered";
import { idPattern, type Named, slugProblem } from "./slugs";

/**
 * `catalog.yaml`, for those who have no Starbase: what exists, who is a member of what (by e-mail address), who is an
 * SRE.
 */
const words = (description: string) => z.string().min(1, "is empty").describe(description);
const id = (description: string) => z.string().regex(idPattern, "is not an id").describe(description);
const slug = (kind: Named) =>
  z
    .string()
    .superRefine((value, context) => {
      const problem = slugProblem(kind, value);
      if (problem) context.addIssue(problem);
    })
    .describe(`the ${kind}'s name in paths: lower-case letters, digits and hyphens`);
const emails = (description: string) =>
  z.array(z.string().regex(/^[^\s@]+@[^\s@]+$/, "is not an e-mail address")).describe(description);

const service = z.strictObject({
  id: id("the service's id: 32 lower-case hexadecimal characters, as in its series and log lines"),
  slug: slug("service"),
  name: words("the service's name as people say it").optional(),
  kind: z
    .enum(["web", "worker"], "is not a kind of service")
    .default("web")
    .describe("web, or worker for a service without a route"),
  regions: z.array(z.string()).min(1, "names no region").describe("ids of the regions that it runs in"),
});

const environment = z.strictObject({
  slug: slug("environment"),
  ephemeral: z.boolean("is not true or false").optional().describe("true for a preview"),
  services: z.array(service).describe("the environment's services"),
});

const project = z.strictObject({
  id: id("the project's id: 32 lower-case hexadecimal characters, as in its series and log lines"),
  slug: slug("project"),
  name: words("the project's name as people say it").optional(),
  members: emails("e-mail addresses of those who may see it"),
  environments: z.array(environment).describe("the project's environments"),
});

const catalogFileSchema = z.strictObject({
  sres: emails("e-mail addresses of those who may see every region").default([]),
  projects: z.array(project).describe("the projects"),
});
type CatalogFile = z.output<typeof catalogFileSchema>;

/** Reads a catalog file's text; tells every problem at once, with its line. `${NAME}` is not special in it. */
export function readCatalogFile(
  text: string,
  source: string,
  regions: readonly CatalogRegion[],
): { value?: CatalogFile; problems: readonly ConfigProblem[] } {
  return readYaml(text, {
    schema: catalogFileSchema,
    source,
    crossChecks: (raw) => crossChecks(raw, regions),
  });
}

/** The catalog as a file tells it, read again when it is older than 25 s. */
export function fileCatalog(options: {
  path: string;
  regions: readonly CatalogRegion[];
  readFile: (path: string) => Promise<string>;
  /** Epoch milliseconds. */
  now: () => number;
  report: (problem: string) => void;
}): Catalog {
  const { path, regions, report } = options;
  const memory = new Memory<CatalogFile>(options.now, report);
  const read = async () => {
    const { value, problems } = readCatalogFile(await options.readFile(path), path, regions);
    if (value) return value;
    throw new Error(`${path} has problems: ${problems.map(sentence).join("; ")}`);
  };
  return {
    async forCaller({ user }) {
      const { value, stale } = await memory.get(read);
      const visible = callerCatalog(answerFor(value, user, regions), regions, report);
      return stale ? { ...visible, stale } : visible;
    },
    // Nothing is remembered of callers: each is looked up in the file anew.
    forget() {},
  };
}

/** What Starbase would have said to this person. */
function answerFor(
  { sres, projects }: CatalogFile,
  user: { id: string; email: string },
  regions: readonly CatalogRegion[],
): CatalogAnswer {
  const isSre = sres.some((each) => sameAddress(each, user.email));
  const visible = projects.filter(({ members }) => members.some((each) => sameAddress(each, user.email)));
  const services = visible.flatMap((each) => each.environments.flatMap((one) => one.services));
  const runsIn = new Set(services.flatMap((each) => each.regions));
  return {
    user: { id: user.id, email: user.email, ...(isSre ? { role: "sre" } : {}) },
    regions: regions.filter((region) => isSre || runsIn.has(region.id)).map(({ id, name }) => ({ id, name })),
    projects: visible.map((each) => ({
      id: each.id,
      slug: each.slug,
      name: each.name ?? each.slug,
      environments: each.environments.map((one) => ({
        ...one,
        services: one.services.map((entry) => ({ ...entry, name: entry.name ?? entry.slug })),
      })),
    })),
  };
}

const sameAddress = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

const sentence = ({ line, key, wrong }: ConfigProblem) => `line ${line ?? 1}, ${key || "the file"} ${wrong}`;

/** Names given twice, ids given to two things, regions that the configuration does not know. */
function crossChecks(raw: unknown, regions: readonly CatalogRegion[]) {
  const problems: { path: Path; wrong: string; right: string }[] = [];
  const known = new Set(regions.map((region) => region.id));
  const once = (entries: readonly unknown[], path: Path, key: "slug" | "id") => {
    const seen = new Set<unknown>();
    for (const [index, entry] of entries.entries()) {
      const value = field(entry, key);
      if (typeof value === "string" && seen.has(value)) {
        problems.push({
          path: [...path, index, key],
          wrong: "is given twice",
          right: `a ${key} of its own for each`,
        });
      }
      seen.add(value);
    }
  };
  const projects = list(raw, "projects");
  once(projects, ["projects"], "slug");
  once(projects, ["projects"], "id");
  for (const [p, each] of projects.entries()) {
    const environments = list(each, "environments");
    once(environments, ["projects", p, "environments"], "slug");
    for (const [e, one] of environments.entries()) {
      const path: Path = ["projects", p, "environments", e, "services"];
      const services = list(one, "services");
      once(services, path, "slug");
      once(services, path, "id");
      for (const [s, entry] of services.entries()) {
        for (const [r, region] of list(entry, "regions").entries()) {
          if (typeof region !== "string" || known.has(region)) continue;
          const right = `one of ${[...known].join(", ")}`;
          problems.push({
            path: [...path, s, "regions", r],
            wrong: "is not a region of the configuration",
            right,
          });
        }
      }
    }
  }
  return problems;
}

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;

const list = (value: unknown, key: string): readonly unknown[] => {
  const found = field(value, key);
  return Array.isArray(found) ? found : [];
};
