import type { Placement } from "../../world";
import { placementKey, profileOf } from "./profiles";
import { between, hex, keyOf, uniform, word } from "./random";
import { type Anchor, hourMs, minuteMs } from "./time";

/** One push of one service: a build, and a rollout when the build succeeds. Instants are epoch milliseconds. */
export interface Attempt {
  readonly index: number;
  readonly placement: Placement;
  readonly deploymentId: string;
  readonly buildId: string;
  /** 40 hexadecimal characters. */
  readonly commit: string;
  readonly buildStart: number;
  readonly buildEnd: number;
  readonly failed: boolean;
  /** When the first new pod is made, and when the last old one is gone; absent where the build failed. */
  readonly rollout?: { readonly start: number; readonly end: number };
}

/** A row of Starbase's deployments. Instants are epoch milliseconds; `ended` is null while it goes on. */
export interface Deployment {
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  readonly service: string;
  readonly region: string;
  /** `live` is the one that serves; `superseded` served before it; `failed` never did. */
  readonly state: "building" | "rolling-out" | "live" | "superseded" | "failed";
  readonly started: number;
  readonly ended: number | null;
  readonly commit: string;
  readonly buildId: string;
}

/** A row of Starbase's builds. */
export interface Build {
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  readonly service: string;
  readonly region: string;
  readonly state: "running" | "succeeded" | "failed";
  readonly started: number;
  readonly ended: number | null;
  readonly commit: string;
  readonly deploymentId: string;
}

/** New pods follow one another by this much during a rollout. */
export const rolloutStepMs = 25_000;
const idAlphabet = "23456789abcdefghjkmnpqrstvwxyz";

// Attempts are few (some a day), so each world's list only grows; the list itself is a function of the anchor.
const known = new WeakMap<Anchor, Map<string, Attempt[]>>();

/** Every attempt whose build starts before `until`, and the first one after it, oldest first. */
export function attemptsUntil(anchor: Anchor, placement: Placement, until: number): readonly Attempt[] {
  const worlds = known.get(anchor) ?? new Map<string, Attempt[]>();
  known.set(anchor, worlds);
  const name = placementKey(placement);
  const list = worlds.get(name) ?? [];
  worlds.set(name, list);
  // One successful attempt past `until` must be known: it ends the pods that run at `until`.
  for (;;) {
    const last = list.at(-1);
    if (last && last.buildStart >= until && !last.failed) return list;
    list.push(nextAttempt(anchor, placement, list));
  }
}

function nextAttempt(anchor: Anchor, placement: Placement, before: readonly Attempt[]): Attempt {
  const profile = profileOf(placement);
  const who = keyOf(`${anchor.seed}/deploy/${placementKey(placement)}`);
  const index = before.length;
  const buildLength = between(85_000, 150_000, who, index, 1);
  const planned = profile.deploys[index - 1];
  const previous = before.at(-1);
  let buildStart: number;
  if (!previous) {
    // The one that already serves when the world begins.
    buildStart = anchor.origin - 20 * minuteMs;
  } else if (planned !== undefined) {
    buildStart = anchor.firstStart + planned * minuteMs + between(0, 20_000, who, index, 2);
  } else {
    // From the first start on at the earliest: a service without a planned deploy does not get one in the history.
    const from = Math.max(previous.buildStart, anchor.firstStart);
    buildStart = from + profile.deployEveryHours * hourMs * between(0.6, 1.4, who, index, 2);
  }
  buildStart = Math.round(buildStart);
  const buildEnd = Math.round(buildStart + buildLength);
  const failed =
    index > 0 &&
    (planned !== undefined
      ? (profile.failedDeploys ?? []).includes(planned)
      : uniform(who, index, 3) < 0.12 && !previous?.failed);
  const start = previous ? buildEnd + Math.round(between(9_000, 30_000, who, index, 4)) : anchor.origin;
  return {
    index,
    placement,
    deploymentId: `dpl_${word(16, idAlphabet, who, index, 5)}`,
    buildId: `bld_${word(16, idAlphabet, who, index, 6)}`,
    commit: hex(40, who, index, 7),
    buildStart,
    buildEnd,
    failed,
    ...(failed
      ? {}
      : { rollout: { start, end: start + placement.service.replicas * rolloutStepMs + 15_000 } }),
  };
}

/**
 * A placement's deployments that were under way or began within [from, to), oldest first, each with its state at `at`
 * (default: `to`). What would begin after `at` is not known yet and not listed.
 */
export function deploymentsOf(
  anchor: Anchor,
  placement: Placement,
  from: number,
  to: number,
  at: number = to,
): Deployment[] {
  const attempts = attemptsUntil(anchor, placement, Math.max(to, at));
  return attempts
    .filter((attempt) => attempt.buildStart < to && attempt.buildStart <= at)
    .filter((attempt) => (attempt.rollout?.end ?? attempt.buildEnd) > from)
    .map((attempt) => {
      const end = attempt.rollout?.end ?? attempt.buildEnd;
      return {
        id: attempt.deploymentId,
        ...whose(placement),
        state: stateOf(attempt, attempts, at),
        started: attempt.buildStart,
        ended: end <= at ? end : null,
        commit: attempt.commit,
        buildId: attempt.buildId,
      };
    });
}

/** A placement's builds that were under way or began within [from, to), oldest first, as they stand at `at`. */
export function buildsOf(
  anchor: Anchor,
  placement: Placement,
  from: number,
  to: number,
  at: number = to,
): Build[] {
  return attemptsUntil(anchor, placement, Math.max(to, at))
    .filter((attempt) => attempt.buildStart < to && attempt.buildStart <= at && attempt.buildEnd > from)
    .map((attempt) => ({
      id: attempt.buildId,
      ...whose(placement),
      state: attempt.buildEnd > at ? "running" : attempt.failed ? "failed" : "succeeded",
      started: attempt.buildStart,
      ended: attempt.buildEnd <= at ? attempt.buildEnd : null,
      commit: attempt.commit,
      deploymentId: attempt.deploymentId,
    }));
}

function stateOf(attempt: Attempt, attempts: readonly Attempt[], at: number): Deployment["state"] {
  if (at < attempt.buildEnd) return "building";
  if (!attempt.rollout) return "failed";
  if (at < attempt.rollout.end) return "rolling-out";
  const later = attempts.some(
    (other) => other.index > attempt.index && other.rollout && other.rollout.end <= at,
  );
  return later ? "superseded" : "live";
}

function whose(placement: Placement) {
  return {
    project: placement.project.slug,
    environment: placement.environment.slug,
    service: placement.service.slug,
    region: placement.region,
  };
}
