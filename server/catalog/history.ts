import { z } from "zod";
import type { TimeRange } from "@/lib/time/range";
import { config } from "../config";
import { CatalogUnavailableError, StardeckError } from "../errors";
import type { Caller } from "./caller";
import { askStarbase } from "./starbase";

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const common = {
  id: z.string(),
  environment: z.string(),
  service: z.string(),
  region: z.string().optional(),
  /** Epoch milliseconds, as is `ended`, which is null while it goes on. */
  started: instant,
  ended: instant.nullable(),
  commit: z.string(),
};

const deployment = z.object({
  ...common,
  // A state that a later Starbase may invent is still a deployment.
  state: z.enum(["building", "rolling-out", "live", "superseded", "failed", "unknown"]).catch("unknown"),
  buildId: z.string().optional(),
});
export type Deployment = Readonly<z.output<typeof deployment>>;

const build = z.object({
  ...common,
  state: z.enum(["running", "succeeded", "failed", "unknown"]).catch("unknown"),
  deploymentId: z.string().optional(),
});
export type Build = Readonly<z.output<typeof build>>;

/**
 * A project's deployments that were under way or began within a range, newest first, as Starbase tells this caller.
 * None where the catalog is a file.
 * @throws SignedOutError, NotFoundError, or CatalogUnavailableError when Starbase gives no usable answer
 */
export async function deploymentsOf(
  caller: Caller,
  project: string,
  range: TimeRange,
): Promise<readonly Deployment[]> {
  const answer = await askAbout(
    "deployments",
    caller,
    project,
    range,
    z.object({ deployments: z.array(deployment) }),
  );
  return answer?.deployments ?? [];
}

/** A project's builds, as {@link deploymentsOf}. */
export async function buildsOf(caller: Caller, project: string, range: TimeRange): Promise<readonly Build[]> {
  const answer = await askAbout("builds", caller, project, range, z.object({ builds: z.array(build) }));
  return answer?.builds ?? [];
}

async function askAbout<S extends z.ZodType>(
  what: "deployments" | "builds",
  { accessToken }: Caller,
  project: string,
  { from, to }: TimeRange,
  schema: S,
): Promise<z.output<S> | undefined> {
  const { catalog } = config();
  if (catalog.kind !== "starbase") return undefined;
  const window = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  const url = `${catalog.url}/api/v1/projects/${encodeURIComponent(project)}/${what}?${window}`;
  try {
    return await askStarbase(url, accessToken, schema);
  } catch (cause) {
    throw cause instanceof StardeckError ? cause : new CatalogUnavailableError({ cause });
  }
}
