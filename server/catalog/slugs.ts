/** How things may be named, whichever source names them. */

export const idPattern = /^[0-9a-f]{32}$/;
const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Slugs that our own paths need, or may come to need, where a project or an environment stands in them. */
const pages = ["account", "alerts", "api", "logs", "projects", "regions", "sign-in", "sign-out"] as const;

const reserved = {
  project: new Set<string>(pages),
  environment: new Set<string>(pages),
  // `…/<environment>/<service>`: a service may well be named `api`.
  service: new Set<string>(["alerts", "logs"]),
} as const;

export type Named = keyof typeof reserved;

/** Why a slug cannot name a project, environment or service; completes "`slug` …". */
export function slugProblem(kind: Named, slug: string): string | undefined {
  if (!slugPattern.test(slug)) return "is not a slug: lower-case letters, digits and hyphens, at most 63";
  if (reserved[kind].has(slug)) return `is reserved: Stardeck has a page of that name where ${kind}s stand`;
  return undefined;
}

/** Whether an environment's name alone makes it a preview. The one place that knows the convention. */
export const isEphemeralName = (slug: string): boolean => /^(?:pr|preview)-/.test(slug);
