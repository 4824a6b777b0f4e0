import type { RegionId } from "../../world";
import { Model } from "../model/model";
import type { Anchor } from "../model/time";
import { cadvisorPage } from "./cadvisor";
import type { Wanted } from "./exposition";
import { gatewayPage } from "./gateway";
import { kubeStatePage } from "./kube-state";

/**
 * The exporters' pages as Prometheus text, at any instant (epoch milliseconds) from the anchor's origin on. The live
 * exporters serve these very functions, so history that is made of them goes on without a seam.
 */
export interface Pages {
  /** Envoy's `/stats/prometheus` of gateway pod 0 or 1. No timestamps. */
  gatewayPage(region: RegionId, index: number, at: number): string;
  /** A kubelet's `/metrics/cadvisor` of node 0 or 1. Every row has its own timestamp (milliseconds). */
  cadvisorPage(region: RegionId, index: number, at: number): string;
  /** kube-state-metrics' `/metrics`. No timestamps. */
  kubeStatePage(region: RegionId, at: number): string;
}

/**
 * @param wanted names of the metric families to write (a histogram's without suffix); all of them when absent.
 * Whoever makes hours of history and keeps six families should say so.
 */
export function createPages(anchor: Anchor, wanted?: Wanted, model: Model = new Model(anchor)): Pages {
  return {
    gatewayPage: (region, index, at) => gatewayPage(model, region, index, at, wanted),
    cadvisorPage: (region, index, at) => cadvisorPage(model, region, index, at, wanted),
    kubeStatePage: (region, at) => kubeStatePage(model, region, at, wanted),
  };
}
