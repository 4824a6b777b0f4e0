import { type Anchor, hourMs } from "../workload/model/time";
import { type Placement, placements, type WorldProject } from "../world";

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

interface Row {
  readonly project: string;
  readonly started: number;
  readonly ended: number | null;
}

/** The deployments, or the builds, of one placement that were under way or begun in a window. */
export type RowsOf<T extends Row> = (
  anchor: Anchor,
  placement: Placement,
  from: number,
  to: number,
  at: number,
) => readonly T[];

/** A project's deployments or builds in a window, newest first; instants are ISO 8601. */
export function projectHistory<T extends Row>(
  rowsOf: RowsOf<T>,
  anchor: Anchor,
  project: WorldProject,
  window: { from: number; to: number },
  now: number,
) {
  return newestFirst(
    placementsOf(project).flatMap((placement) =>
      rowsOf(anchor, placement, window.from, Math.min(window.to, now), now),
    ),
  );
}

const placementsOf = ({ slug }: WorldProject) => placements().filter(({ project }) => project.slug === slug);

function newestFirst<T extends Row>(rows: readonly T[]) {
  return [...rows]
    .sort((one, other) => other.started - one.started)
    .map(({ project: _project, started, ended, ...row }) => ({
      ...row,
      started: new Date(started).toISOString(),
      ended: ended === null ? null : new Date(ended).toISOString(),
    }));
}
