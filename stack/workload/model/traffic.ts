import type { Placement } from "../../world";
import { incidentIntensity, incidentPart } from "./incident";
import { type LatencyMix, latencyBoundsMs, latencyShare, meanLatencyMs } from "./latency";
import { namespaceOf, type Profile, placementKey, profileOf } from "./profiles";
import { keyOf, normal, smooth, uniform } from "./random";
import { hourMs, minuteMs, slotMs, slotStart } from "./time";

/** What one gateway saw of one route, in this order; sums of these are Envoy's counters. */
export const field = {
  ok2xx: 0,
  redirect3xx: 1,
  client4xx: 2,
  server5xx: 3,
  /** Attempts towards the service, retries included. */
  attempts: 4,
  /** Gateway → service, and service → gateway. */
  bytesIn: 5,
  bytesOut: 6,
  latencySumMs: 7,
  latencyCount: 8,
  /** Cumulative counts of `latencyBoundsMs`, from here on. */
  latencyBucket: 9,
} as const;
export const fieldCount = field.latencyBucket + latencyBoundsMs.length;

/** One rule of one service's route. */
export interface Route {
  readonly placement: Placement;
  /** Envoy's cluster name. */
  readonly cluster: string;
  /** Share of the service's traffic. */
  readonly share: number;
  /** Shadow traffic: it is in the gateway, and it is no traffic of the service's. */
  readonly mirror: boolean;
  readonly key: number;
}

/** A placement's routes as Envoy Gateway names them; none for a worker. */
export function routesOf(seed: string, placement: Placement): Route[] {
  if (placement.service.kind === "worker") return [];
  const profile = profileOf(placement);
  const name = `${placement.project.id}${placement.service.id}-${placement.environment.slug}`;
  const prefix = `httproute/${namespaceOf(placement)}/${name}/rule/`;
  const route = (suffix: string, share: number, mirror: boolean): Route => ({
    placement,
    cluster: prefix + suffix,
    share,
    mirror,
    key: keyOf(`${seed}/route/${placementKey(placement)}/${suffix}`),
  });
  const rules = (profile.rules ?? [1]).map((share, index) => route(String(index), share, false));
  return profile.mirrored ? [...rules, route("0-mirror-0", 0.3, true)] : rules;
}

/** Requests per second that are expected of a placement in a slot: the day's rhythm, weather, idle minutes. */
export function expectedRps(seed: string, placement: Placement, slot: number): number {
  const profile = profileOf(placement);
  if (profile.rps === 0) return 0;
  return profile.rps * activity(seed, placement, profile, slot);
}

/** How busy a placement is in a slot, 1 being the day's middle. Workers have a rhythm too. */
export function activity(seed: string, placement: Placement, profile: Profile, slot: number): number {
  const at = slotStart(slot);
  if (profile.idleMinutes) {
    const minute = Math.floor((at % hourMs) / minuteMs);
    if (minute >= profile.idleMinutes[0] && minute < profile.idleMinutes[1]) return 0;
  }
  const hour = (at % (24 * hourMs)) / hourMs;
  const day = 1 + profile.swing * Math.cos(((hour - profile.peakHour) / 24) * 2 * Math.PI);
  const who = keyOf(`${seed}/activity/${placementKey(placement)}`);
  const weather = 1 + 0.07 * smooth(who, slot / 24, 1) + 0.04 * smooth(who, slot / 5, 2);
  // Fewer orders get as far as paying while checkout fails fast.
  const lost = incidentPart(placement) === "cause" ? 0.12 * incidentIntensity(slot) : 0;
  return day * weather * (1 - lost);
}

/** How long a placement's responses take in a slot, and which share of them fails. */
function behaviour(
  seed: string,
  placement: Placement,
  slot: number,
): { latency: LatencyMix; failing: number } {
  const profile = profileOf(placement);
  const part = incidentPart(placement);
  const bad = part === "none" ? 0 : incidentIntensity(slot);
  const who = keyOf(`${seed}/latency/${placementKey(placement)}`);
  const drift = 1 + 0.05 * smooth(who, slot / 16, 1) + 0.03 * smooth(who, slot / 3, 2);
  const usual = { medianMs: profile.medianMs * drift, sigma: profile.sigma };
  const share = (good: number, worst: number) => good + (worst - good) * bad;
  if (part === "victim") {
    // Calls that wait for payments until their timeout of 1800 ms, then a breaker that fails the others at once.
    return {
      latency: {
        usual: { ...usual, medianMs: usual.medianMs * share(1, 1.5) },
        slow: { medianMs: 1800, sigma: 0.06 },
        slowShare: 0.032 * bad,
      },
      failing: share(profile.serverErrors, 0.15),
    };
  }
  if (part === "cause") {
    // A lock on one table: some charges wait for it, and a few are given up.
    return {
      latency: { usual, slow: { medianMs: 1900, sigma: 0.3 }, slowShare: 0.12 * bad },
      failing: share(profile.serverErrors, 0.03),
    };
  }
  return { latency: { usual, slow: usual, slowShare: 0 }, failing: profile.serverErrors };
}

const gatewayShares = [0.53, 0.47] as const;

/** Adds what one gateway (0 or 1) saw of a route in a whole slot to `out`, in the order of `field`. */
export function addSlotTraffic(
  seed: string,
  route: Route,
  gateway: number,
  slot: number,
  out: Float64Array,
): void {
  const { placement } = route;
  const profile = profileOf(placement);
  const draw = route.key + gateway;
  const rps = expectedRps(seed, placement, slot) * route.share * (gatewayShares[gateway] ?? 0);
  const expected = (rps * slotMs) / 1000;
  if (expected === 0) return;
  const scatter = 0.6 * Math.sqrt(expected) * normal(draw, slot, 1);
  const requests = Math.max(0, Math.floor(expected + scatter + uniform(draw, slot, 4)));
  if (requests === 0) return;
  const { latency, failing } = behaviour(seed, placement, slot);
  const some = (share: number, which: number) =>
    Math.min(requests, Math.floor(requests * share + uniform(draw, slot, which)));
  const failed = some(failing * (1 + 0.06 * normal(draw, slot, 20)), 5);
  const refused = Math.min(requests - failed, some(profile.clientErrors, 6));
  const moved = Math.min(requests - failed - refused, some(0.03, 7));
  add(out, field.server5xx, failed);
  add(out, field.client4xx, refused);
  add(out, field.redirect3xx, moved);
  add(out, field.ok2xx, requests - failed - refused - moved);
  add(out, field.attempts, requests + some(0.002, 8));
  const size = 1 + 0.04 * normal(draw, slot, 9);
  add(out, field.bytesIn, Math.round(requests * profile.requestBytes * size));
  add(out, field.bytesOut, Math.round(requests * profile.responseBytes * size));
  add(out, field.latencyCount, requests);
  add(out, field.latencySumMs, Math.round(requests * meanLatencyMs(latency)));
  const rounding = uniform(draw, slot, 12);
  for (let index = 0; index < latencyBoundsMs.length; index += 1) {
    const within = Math.floor(requests * latencyShare(latency, latencyBoundsMs[index] ?? 0) + rounding);
    add(out, field.latencyBucket + index, Math.min(requests, within));
  }
}

function add(out: Float64Array, index: number, amount: number): void {
  out[index] = (out[index] ?? 0) + amount;
}
