import { expect, test } from "vitest";
import { type Placement, placements } from "../../world";
import { attemptsUntil, buildsOf, deploymentsOf } from "./deployments";
import { pathOf } from "./profiles";
import { anchorAt, historyMs, hourMs, minuteMs } from "./time";

const now = Date.parse("2026-11-23T22:00:07Z");
const anchor = anchorAt(now);

function placed(path: string): Placement {
  const found = placements().find((placement) => pathOf(placement) === path);
  if (!found) throw new Error(`no ${path}`);
  return found;
}

test("most services were deployed within the six hours of history, and one is soon after the start", () => {
  const within = (from: number, to: number) =>
    placements().filter((placement) =>
      attemptsUntil(anchor, placement, to).some(
        ({ rollout }) => rollout && rollout.start > from && rollout.start < to,
      ),
    ).length;
  expect(within(anchor.firstStart - historyMs, anchor.firstStart)).toBeGreaterThanOrEqual(7);
  expect(within(anchor.firstStart, anchor.firstStart + 20 * minuteMs)).toBeGreaterThanOrEqual(1);
});

test("every service goes on being deployed, several times in two days", () => {
  for (const placement of placements()) {
    const days = deploymentsOf(anchor, placement, anchor.firstStart, anchor.firstStart + 48 * hourMs);
    expect(days.length).toBeGreaterThanOrEqual(3);
  }
});

test("the list does not depend on what was asked before", () => {
  const far = anchorAt(now);
  const placement = placed("acme-shop/staging/storefront");
  deploymentsOf(far, placement, 0, anchor.firstStart + 90 * hourMs);
  const [from, to] = [anchor.origin, anchor.firstStart + 8 * hourMs];
  expect(deploymentsOf(far, placement, from, to)).toEqual(deploymentsOf(anchor, placement, from, to));
  expect(buildsOf(far, placement, from, to)).toEqual(buildsOf(anchor, placement, from, to));
});

test("a deployment is built, rolled out, live, then superseded", () => {
  const placement = placed("acme-shop/production/storefront");
  const [, first, second] = attemptsUntil(anchor, placement, anchor.firstStart + hourMs);
  if (!first?.rollout || !second?.rollout) throw new Error("two rollouts were planned");
  const stateAt = (at: number) =>
    deploymentsOf(anchor, placement, anchor.origin, anchor.firstStart + hourMs, at).find(
      ({ id }) => id === first.deploymentId,
    );
  expect(stateAt(first.buildStart - 1)).toBeUndefined();
  expect(stateAt(first.buildStart)).toMatchObject({ state: "building", ended: null });
  expect(stateAt(first.rollout.start)).toMatchObject({ state: "rolling-out", ended: null });
  expect(stateAt(first.rollout.end)).toMatchObject({ state: "live", ended: first.rollout.end });
  expect(stateAt(second.rollout.end - 1)).toMatchObject({ state: "live" });
  expect(stateAt(second.rollout.end)).toMatchObject({ state: "superseded" });
});

test("a build that fails is never rolled out, and its builder is told so", () => {
  const placement = placed("acme-shop/staging/storefront");
  const failed = deploymentsOf(anchor, placement, anchor.origin, anchor.firstStart).filter(
    ({ state }) => state === "failed",
  );
  expect(failed).toHaveLength(1);
  const builds = buildsOf(anchor, placement, anchor.origin, anchor.firstStart);
  expect(builds.find(({ deploymentId }) => deploymentId === failed[0]?.id)).toMatchObject({
    state: "failed",
  });
  expect(builds.some(({ state }) => state === "succeeded")).toBe(true);
});

test("a build precedes its rollout by minutes, and ids are never shared", () => {
  const attempts = placements().flatMap((placement) => [
    ...attemptsUntil(anchor, placement, now + 24 * hourMs),
  ]);
  expect(new Set(attempts.map(({ deploymentId }) => deploymentId)).size).toBe(attempts.length);
  expect(new Set(attempts.map(({ buildId }) => buildId)).size).toBe(attempts.length);
  for (const { index, rollout, buildStart } of attempts) {
    if (index > 0 && rollout) expect(rollout.start - buildStart).toBeGreaterThan(minuteMs);
  }
});
