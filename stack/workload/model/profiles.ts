import type { Placement } from "../../world";

/** How one service of one environment behaves. Rates and levels are the day's middle. */
export interface Profile {
  readonly container: string;
  /** Requests per second over all gateways; 0 for a worker. */
  readonly rps: number;
  /** Hour of the day (UTC) of the busiest moment, and by how much of the middle it is above it. */
  readonly peakHour: number;
  readonly swing: number;
  /** Log-normal: the median in milliseconds and the deviation of the logarithm. */
  readonly medianMs: number;
  readonly sigma: number;
  /** Share of requests that end 5xx, and 4xx, on a good day. */
  readonly serverErrors: number;
  readonly clientErrors: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Cores of one idle replica, and CPU milliseconds that one request costs. */
  readonly idleCores: number;
  readonly cpuMsPerRequest: number;
  /** Working set of one replica, and its limit. */
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  /** Containers that fall over: about how often each does, and how. */
  readonly restarts?: { readonly everyHours: number; readonly reason: "Error" | "OOMKilled" };
  /** Minutes of every hour without one request: [from, to). */
  readonly idleMinutes?: readonly [number, number];
  /** Minutes from the first start (negative: in the history) at which a build begins. */
  readonly deploys: readonly number[];
  /** Which of `deploys` fail to build. */
  readonly failedDeploys?: readonly number[];
  readonly deployEveryHours: number;
  readonly linesPerSecond: number;
  /** A StatefulSet's pods keep their names from one deployment to the next. */
  readonly stateful?: true;
  /** Rules of its route and the share of traffic of each; one when absent. */
  readonly rules?: readonly number[];
  /** Its route has a mirror: shadow traffic in the gateway that nobody asked for. */
  readonly mirrored?: true;
}

const MiB = 1024 * 1024;

const web: Profile = {
  container: "web",
  rps: 20,
  peakHour: 14,
  swing: 0.3,
  medianMs: 30,
  sigma: 0.6,
  serverErrors: 0.001,
  clientErrors: 0.02,
  requestBytes: 900,
  responseBytes: 6000,
  idleCores: 0.01,
  cpuMsPerRequest: 2,
  memoryBytes: 160 * MiB,
  memoryLimitBytes: 512 * MiB,
  deploys: [-170],
  deployEveryHours: 6,
  linesPerSecond: 1,
};

const profiles: Readonly<Record<string, Profile>> = {
  "acme-shop/production/storefront": {
    ...web,
    rps: 120,
    peakHour: 19,
    medianMs: 22,
    sigma: 0.7,
    responseBytes: 18_000,
    cpuMsPerRequest: 2.4,
    memoryBytes: 210 * MiB,
    deploys: [-205, 14],
    deployEveryHours: 5,
    linesPerSecond: 3,
    mirrored: true,
  },
  // Read through Envoy's buckets the p99 of these two numbers is 199 ms.
  "acme-shop/production/checkout": {
    ...web,
    container: "checkout",
    rps: 84,
    peakHour: 19,
    medianMs: 34,
    sigma: 0.57,
    requestBytes: 1700,
    responseBytes: 2600,
    cpuMsPerRequest: 4.1,
    memoryBytes: 240 * MiB,
    deploys: [-96],
    deployEveryHours: 7,
    linesPerSecond: 3.2,
  },
  "acme-shop/production/payments": {
    ...web,
    container: "payments",
    rps: 40,
    peakHour: 19,
    medianMs: 48,
    sigma: 0.5,
    requestBytes: 1300,
    responseBytes: 900,
    cpuMsPerRequest: 5.2,
    memoryBytes: 620 * MiB,
    memoryLimitBytes: 1024 * MiB,
    restarts: { everyHours: 2.6, reason: "Error" },
    deploys: [],
    deployEveryHours: 9,
    linesPerSecond: 2,
  },
  "acme-shop/production/mailer": {
    ...web,
    container: "worker",
    rps: 0,
    requestBytes: 0,
    responseBytes: 0,
    idleCores: 0.035,
    memoryBytes: 96 * MiB,
    memoryLimitBytes: 256 * MiB,
    deploys: [-140],
    deployEveryHours: 6,
    linesPerSecond: 0.6,
    stateful: true,
  },
  "acme-shop/staging/storefront": {
    ...web,
    rps: 3,
    peakHour: 13,
    swing: 0.6,
    serverErrors: 0.004,
    deploys: [-248, -61, 7],
    failedDeploys: [-61],
    deployEveryHours: 3.2,
    linesPerSecond: 0.5,
  },
  "acme-shop/staging/checkout": {
    ...web,
    container: "checkout",
    rps: 2,
    peakHour: 13,
    swing: 0.6,
    medianMs: 40,
    idleMinutes: [20, 32],
    deploys: [-115],
    deployEveryHours: 4,
    linesPerSecond: 0.35,
  },
  "acme-shop/preview-42/storefront": {
    ...web,
    rps: 0.6,
    peakHour: 13,
    swing: 0.8,
    medianMs: 55,
    idleMinutes: [45, 55],
    deploys: [-33],
    deployEveryHours: 8,
    linesPerSecond: 0.25,
  },
  "globex/production/api": {
    ...web,
    container: "api",
    rps: 60,
    peakHour: 9,
    medianMs: 12,
    sigma: 0.8,
    responseBytes: 3800,
    clientErrors: 0.045,
    cpuMsPerRequest: 1.3,
    memoryBytes: 88 * MiB,
    memoryLimitBytes: 256 * MiB,
    restarts: { everyHours: 5, reason: "Error" },
    deploys: [-288],
    deployEveryHours: 5,
    linesPerSecond: 2,
    rules: [0.8, 0.2],
  },
  "globex/production/ingest": {
    ...web,
    container: "ingest",
    rps: 150,
    peakHour: 3,
    swing: 0.2,
    medianMs: 7,
    sigma: 0.9,
    serverErrors: 0.0004,
    requestBytes: 6400,
    responseBytes: 180,
    cpuMsPerRequest: 1.9,
    memoryBytes: 190 * MiB,
    memoryLimitBytes: 512 * MiB,
    restarts: { everyHours: 2, reason: "OOMKilled" },
    deploys: [-330],
    deployEveryHours: 8,
    linesPerSecond: 2.4,
  },
};

/** `<project>/<environment>/<service>`: how the world's tables name a placement, the region aside. */
export function pathOf(placement: Placement): string {
  return `${placement.project.slug}/${placement.environment.slug}/${placement.service.slug}`;
}

/** A placement's name among all regions. */
export const placementKey = (placement: Placement): string => `${placement.region}/${pathOf(placement)}`;

/** How a placement behaves; one that is not in the table behaves like a small service of its kind. */
export function profileOf(placement: Placement): Profile {
  const known = profiles[pathOf(placement)];
  if (known) return known;
  return placement.service.kind === "worker" ? { ...web, container: "worker", rps: 0 } : web;
}

/** Tenants' namespaces are `sd-…`, which is what the log agents select by. */
export function namespaceOf(placement: Placement): string {
  return `sd-${placement.project.slug}-${placement.environment.slug}`;
}
