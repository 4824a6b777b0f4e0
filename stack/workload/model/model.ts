import { LRUCache } from "lru-cache";
import { type Placement, placements, type RegionId } from "../../world";
import { CumulativeSeries } from "./cumulative";
import { attemptsUntil } from "./deployments";
import { buildPod, type ContainerRun, finishedPodMs, type Pod, podsOfAttempt, runAt } from "./pods";
import { cpuSecondsInSlot, networkBytesInSlot } from "./resources";
import { gatewayPod, systemPodsOf } from "./system-pods";
import type { Anchor } from "./time";
import { addSlotTraffic, fieldCount, type Route, routesOf } from "./traffic";

/**
 * The simulated regions. Everything it answers is a function of the anchor and the instant that is asked about;
 * what it remembers is bounded and only saves time.
 */
export class Model {
  readonly #placements = placements();
  readonly #routes = new Map<Placement, readonly Route[]>();
  readonly #system = new Map<RegionId, readonly Pod[]>();
  readonly #pods = new LRUCache<string, Pod[]>({ max: 512 });
  readonly #series = new LRUCache<string, CumulativeSeries>({ max: 512 });

  constructor(readonly anchor: Anchor) {}

  /** The services that run in a region, in the world's order. */
  placementsIn(region: RegionId): Placement[] {
    return this.#placements.filter((placement) => placement.region === region);
  }

  routesOf(placement: Placement): readonly Route[] {
    const found = this.#routes.get(placement);
    if (found) return found;
    const routes = routesOf(this.anchor.seed, placement);
    this.#routes.set(placement, routes);
    return routes;
  }

  /** Pods of one service that exist at some time within [from, to), those of its builds among them. */
  podsOf(placement: Placement, from: number, to: number): Pod[] {
    const attempts = attemptsUntil(this.anchor, placement, to);
    const successful = attempts.filter((attempt) => attempt.rollout);
    const pods: Pod[] = [];
    for (const [index, attempt] of successful.entries()) {
      const next = successful[index + 1];
      if (!next || !attempt.rollout || attempt.rollout.start >= to) break;
      if ((next.rollout?.end ?? 0) + 60_000 < from) continue;
      pods.push(...this.#remember(attempt.deploymentId, () => podsOfAttempt(this.anchor, attempt, next)));
    }
    for (const attempt of attempts) {
      if (
        attempt.buildStart < this.anchor.origin ||
        attempt.buildEnd + finishedPodMs <= from ||
        attempt.buildStart >= to
      )
        continue;
      pods.push(...this.#remember(attempt.buildId, () => [buildPod(this.anchor, attempt)]));
    }
    return pods.filter((pod) => pod.start < to && pod.end > from);
  }

  /** All pods of a region that exist at some time within [from, to): tenants', builds, gateways and the system's. */
  podsIn(region: RegionId, from: number, to: number): Pod[] {
    if (to <= this.anchor.origin) return [];
    const system = this.#system.get(region) ?? systemPodsOf(this.anchor, region);
    this.#system.set(region, system);
    return [
      ...this.placementsIn(region).flatMap((placement) => this.podsOf(placement, from, to)),
      gatewayPod(this.anchor, region, 0, to),
      gatewayPod(this.anchor, region, 1, to),
      ...system,
    ];
  }

  /** The pods of a region that exist at an instant. */
  podsAt(region: RegionId, at: number): Pod[] {
    return this.podsIn(region, at, at + 1);
  }

  /** A placement's pods that serve at an instant: ready, and with a container that runs. */
  servingAt(placement: Placement, at: number): Pod[] {
    return this.podsOf(placement, at, at + 1).filter(
      (pod) => pod.kind === "service" && pod.ready <= at && runAt(pod, at) !== undefined,
    );
  }

  /** The gateway pod (0 or 1) and the life of its Envoy at an instant. */
  gatewayAt(region: RegionId, index: number, at: number): { pod: Pod; run: ContainerRun | undefined } {
    const pod = gatewayPod(this.anchor, region, index, at);
    return { pod, run: runAt(pod, at) };
  }

  /** What one life of a gateway counted of a route until `at`, in the order of `field` (`traffic.ts`). */
  gatewayCounters(route: Route, gateway: number, run: ContainerRun, at: number, out: Float64Array): void {
    this.#counters(`${run.id}/${route.key}`, fieldCount, run.start, run.end, (slot, amounts) =>
      addSlotTraffic(this.anchor.seed, route, gateway, slot, amounts),
    ).at(at, out);
  }

  /** CPU seconds that one life of a container has used until `at`. */
  cpuSeconds(pod: Pod, run: ContainerRun, at: number): number {
    const out = new Float64Array(1);
    this.#counters(`${run.id}/cpu`, 1, run.start, run.end, (slot, amounts) => {
      amounts[0] = cpuSecondsInSlot(this.anchor.seed, pod, run, slot);
    }).at(at, out);
    return out[0] ?? 0;
  }

  /** Bytes that a pod's interface has carried until `at`; its sandbox outlives its container's restarts. */
  networkBytes(pod: Pod, at: number): { rx: number; tx: number } {
    const out = new Float64Array(2);
    this.#counters(`${pod.sandboxId}/network`, 2, pod.start, pod.end, (slot, amounts) => {
      const { rx, tx } = networkBytesInSlot(this.anchor.seed, pod, slot);
      amounts[0] = rx;
      amounts[1] = tx;
    }).at(at, out);
    return { rx: Math.floor(out[0] ?? 0), tx: Math.floor(out[1] ?? 0) };
  }

  #counters(
    name: string,
    width: number,
    start: number,
    end: number,
    amounts: (slot: number, out: Float64Array) => void,
  ): CumulativeSeries {
    const found = this.#series.get(name);
    if (found) return found;
    const series = new CumulativeSeries(width, start, end, amounts);
    this.#series.set(name, series);
    return series;
  }

  #remember(name: string, make: () => Pod[]): Pod[] {
    const found = this.#pods.get(name);
    if (found) return found;
    const pods = make();
    this.#pods.set(name, pods);
    return pods;
  }
}
