import type { ServiceMetrics } from "./metrics";
import type { Panel, Signal } from "./signals";

/** What a panel can say of itself. Never just "No data": each has a cause, and where there is one, a remedy. */
export type PanelState =
  | { readonly kind: "loading" }
  /** This panel will never have data for this service, and why. */
  | { readonly kind: "not-applicable"; readonly title: string; readonly detail: string }
  /** The newest question failed. `keeps`: an older answer is on the screen. */
  | { readonly kind: "failed"; readonly message: string; readonly keeps: boolean }
  /** Nothing was ever measured, as far as was looked. */
  | { readonly kind: "never"; readonly title: string; readonly detail: string }
  /** Requests are the condition of this value, and there are none. */
  | {
      readonly kind: "no-traffic";
      readonly title: string;
      /** In three words, beside the title of a chart that has older points. */
      readonly remark: string;
      readonly detail: string;
    }
  /** Measured, and zero. */
  | { readonly kind: "zero"; readonly title: string }
  /** The newest sample is older than it may be. `since`: its instant, epoch milliseconds. */
  | { readonly kind: "stale"; readonly since: number }
  /** Some series of the panel are missing while others go on. */
  | { readonly kind: "partial"; readonly missing: readonly string[] }
  | { readonly kind: "current" };

export interface PanelFacts {
  readonly panel: Panel;
  readonly service: { readonly kind: "web" | "worker"; readonly ephemeral: boolean };
  /** The newest answer that came in for this service and region. */
  readonly data: ServiceMetrics | undefined;
  /** Why the newest question got no answer, in words. */
  readonly failure: string | undefined;
  /** Epoch milliseconds to which ages are counted: the present, or the end of a range in the past. */
  readonly now: number;
  /** Milliseconds after which a sample is stale. */
  readonly staleAfter: number;
}

/** The decision, first match wins. */
export function panelState(facts: PanelFacts): PanelState {
  const { panel, data, failure, now, staleAfter } = facts;
  const inapplicable = notApplicable(facts);
  if (inapplicable) return inapplicable;
  if (failure !== undefined) return { kind: "failed", message: failure, keeps: data !== undefined };
  if (!data) return { kind: "loading" };

  const signals = panel.series.map(({ signal }) => signal);
  const newestAt = latest(data, signals);
  if (hasNoTraffic(facts, data, newestAt)) {
    return {
      kind: "no-traffic",
      title: "No traffic",
      remark: "routed, but idle",
      detail: `The service is routed and gets no requests, so there is no ${panel.title.toLowerCase()} to show.`,
    };
  }
  if (newestAt === undefined) return hasPoints(panel, data) ? { kind: "current" } : neverHadData(panel);
  if (now - newestAt > staleAfter) return { kind: "stale", since: newestAt };

  const missing = panel.series.filter(({ signal }) => {
    const newest = data.newest[signal];
    return newest === undefined || newestAt - newest.at > staleAfter;
  });
  if (missing.length > 0) return { kind: "partial", missing: missing.map(({ label }) => label) };
  if (signals.every((signal) => data.newest[signal]?.value === 0)) {
    return { kind: "zero", title: zeroTitle[panel.id] };
  }
  return { kind: "current" };
}

const zeroTitle: Record<Panel["id"], string> = {
  latency: "No measurable latency",
  rps: "No requests",
  "error-rate": "No errors",
  throughput: "No bytes",
  cpu: "Idle",
  memory: "No memory in use",
  network: "No bytes",
};

function notApplicable({ panel, service }: PanelFacts): PanelState | undefined {
  if (panel.source !== "gateway") return undefined;
  if (service.kind === "worker") {
    return {
      kind: "not-applicable",
      title: "A worker has no route",
      detail: "No requests reach it through the gateway. CPU, memory and network tell how it does.",
    };
  }
  if (service.ephemeral) {
    return {
      kind: "not-applicable",
      title: "Preview routes are not measured",
      detail: "Preview environments come and go, so their routes get no series. CPU, memory and network are.",
    };
  }
  return undefined;
}

/** Latency and error rate need requests; a fresh zero of the request rate says that there are none. */
function hasNoTraffic(
  { panel, now, staleAfter }: PanelFacts,
  data: ServiceMetrics,
  newestAt: number | undefined,
) {
  if (panel.id !== "latency" && panel.id !== "error-rate") return false;
  const requests = data.newest.rps;
  if (requests?.value !== 0 || now - requests.at > staleAfter) return false;
  return newestAt === undefined || newestAt < requests.at;
}

function neverHadData(panel: Panel): PanelState {
  return {
    kind: "never",
    title: "No data yet",
    detail:
      panel.source === "gateway"
        ? "Nothing was measured in this range or the day before it. The first point comes about a minute after the service's first request through its route."
        : "Nothing was measured in this range or the day before it. The first point comes about a minute after the service's first container has started.",
  };
}

function latest(data: ServiceMetrics, signals: readonly Signal[]): number | undefined {
  const instants = signals.flatMap((signal) => data.newest[signal]?.at ?? []);
  return instants.length > 0 ? Math.max(...instants) : undefined;
}

/** Has a panel a point in the window? */
export const hasPoints = (panel: Panel, data: ServiceMetrics): boolean =>
  panel.series.some(({ signal }) => data.series[signal]?.some((value) => value !== null));
