import { buildsOf, deploymentsOf } from "../workload/model/deployments";
import { type Anchor, hourMs } from "../workload/model/time";
import { placements, type WorldProject } from "../world";

/** Without `from`, a week; instants are epoch milliseconds. */
export function windowOf(query: URLSearchParams, now: number): { from: number; to: number } | undefined {
  const instant = (name: string, fallback: number) => {
    const text = query.get(name);
    return text === null ? fallback : Date.parse(text);
  };
  const to = instant("to", now);
  const from = instant("from", to - 7 * 24 * hourMs);
  return from < to ? { from, to } : undefined;
}

/** A project's deployments under way or begun in a window, newest first; instants are ISO 8601. */
export function projectDeployments(
  anchor: Anchor,
  project: WorldProject,
  window: { from: number; to: number },
  now: number,
) {
  return newestFirst(
    placementsOf(project).flatMap((placement) =>
      deploymentsOf(anchor, placement, window.from, Math.min(window.to, now), now),
    ),
  );
}

/** A project's builds, as {@link projectDeployments}. */
export function projectBuilds(
  anchor: Anchor,
  project: WorldProject,
  window: { from: number; to: number },
  now: number,
) {
  return newestFirst(
    placementsOf(project).flatMap((placement) =>
      buildsOf(anchor, placement, window.from, Math.min(window.to, now), now),
    ),
  );
}

const placementsOf = ({ slug }: WorldProject) => placements().filter(({ project }) => project.slug === slug);

function newestFirst<T extends { started: number; ended: number | null; project: string }>(
  rows: readonly T[],
) {
  return [...rows]
    .sort((one, other) => other.started - one.started)
    .map(({ project: _project, started, ended, ...row }) => ({
      ...row,
      started: new Date(started).toISOString(),
      ended: ended === null ? null : new Date(ended).toISOString(),
    }));
}
