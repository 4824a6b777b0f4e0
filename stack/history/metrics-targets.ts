import { host, ports } from "../layout";
import { createPages, type Pages } from "../workload/exporters/pages";
import { Model } from "../workload/model/model";
import { nodesOf } from "../workload/model/nodes";
import type { Anchor } from "../workload/model/time";
import { type RegionId, regions } from "../world";
import { type Series, TargetHistory } from "./metrics-scrape";
import { type JobName, readJobs, targetLabels } from "./metrics-scrape-config";

/** One source of a region, to be scraped at any instant of the simulated world. */
export interface Target {
  /** Milliseconds after a multiple of 15 s at which it is scraped, as vmagent spreads its targets. */
  readonly offsetMs: number;
  scrape(at: number): void;
  drain(): Iterable<Series>;
}

/** What the rules read; rendering the rest of the pages would only be thrown away by the scrape's own rules. */
const families = new Set([
  "envoy_cluster_upstream_rq_time",
  "envoy_cluster_upstream_rq_completed",
  "envoy_cluster_upstream_rq_xx",
  "envoy_cluster_upstream_cx_rx_bytes_total",
  "envoy_cluster_upstream_cx_tx_bytes_total",
  "envoy_cluster_membership_total",
  "container_cpu_usage_seconds_total",
  "container_memory_working_set_bytes",
  "container_network_receive_bytes_total",
  "container_network_transmit_bytes_total",
  "kube_pod_labels",
]);

/** The five targets that a region's vmagent discovers: two gateways, two kubelets, kube-state-metrics. */
export function targetsOf(region: RegionId, anchor: Anchor): Target[] {
  const model = new Model(anchor);
  const pages = createPages(anchor, families, model);
  const scraper = scraperOf(region);
  const gateway = (index: number) => {
    const address = `${host}:${ports.gateway(region, index)}`;
    return scraper("envoy", address, (at) => ({
      page: pages.gatewayPage(region, index, at),
      discovered: {
        __meta_kubernetes_pod_name: model.gatewayAt(region, index, at).pod.name,
        __meta_kubernetes_pod_container_port_name: "metrics",
        __meta_kubernetes_pod_phase: "Running",
      },
    }));
  };
  const kubelet = (index: number) => {
    const address = `${host}:${ports.kubelet(region, index)}`;
    const node = nodesOf(region)[index === 0 ? 0 : 1].name;
    return scraper("cadvisor", address, (at) => ({
      page: pages.cadvisorPage(region, index, at),
      // Service discovery calls a node's target by the node's name, a pod's by its address.
      discovered: { instance: node, __meta_kubernetes_node_name: node },
    }));
  };
  return [gateway(0), gateway(1), kubelet(0), kubelet(1), kubeState(region, pages, scraper)];
}

function kubeState(region: RegionId, pages: Pages, scraper: Scraper): Target {
  return scraper("kube-state-metrics", `${host}:${ports.kubeStateMetrics(region)}`, (at) => ({
    page: pages.kubeStatePage(region, at),
    discovered: {
      __meta_kubernetes_pod_container_port_name: "http",
      __meta_kubernetes_pod_phase: "Running",
    },
  }));
}

type Look = (at: number) => { page: string; discovered: Readonly<Record<string, string>> };
type Scraper = (name: JobName, address: string, look: Look) => Target;

function scraperOf(region: RegionId): Scraper {
  const jobs = readJobs();
  const cluster = regions.find(({ id }) => id === region)?.cluster;
  if (!cluster) throw new Error(`the world has no region ${region}`);
  return (name, address, look) => {
    // A pod that takes another's place at the same address has labels, and so series, of its own.
    const lives = new Map<string, TargetHistory>();
    return {
      offsetMs: offsetOf(name, address),
      scrape(at) {
        const { page, discovered } = look(at);
        const key = JSON.stringify(discovered);
        let life = lives.get(key);
        if (!life) {
          const labels = targetLabels(jobs[name], { __address__: address, ...discovered });
          if (!labels) throw new Error(`the scrape configuration drops ${name} at ${address}`);
          life = new TargetHistory(jobs[name], labels, { region, cluster });
          lives.set(key, life);
        }
        life.scrape(page, at);
      },
      *drain() {
        for (const life of lives.values()) yield* life.drain();
      },
    };
  };
}

/** Any spread will do: vmagent's own hangs on a hash of the target. */
function offsetOf(name: JobName, address: string): number {
  let hash = 0;
  for (const character of `${name}/${address}`) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return hash % 15_000;
}
