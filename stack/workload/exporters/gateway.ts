import type { RegionId } from "../../world";
import { latencyBoundsMs } from "../model/latency";
import type { Model } from "../model/model";
import { slotOf } from "../model/time";
import { expectedRps, field, fieldCount } from "../model/traffic";
import { Family, render, type Wanted } from "./exposition";

/** Clusters that belong to the platform: in every gateway's page, and nobody's service. */
const platformClusters = [
  { name: "xds_cluster", members: 1, perSecond: 0.4 },
  { name: "prometheus_stats", members: 1, perSecond: 0.07 },
  { name: "httproute/starform-system/console/rule/0", members: 2, perSecond: 1.3 },
] as const;

/**
 * `/stats/prometheus` of one gateway pod (0 or 1) at an instant, with what its stats matcher lets through. A counter
 * is there from its first increment on, as in Envoy; an idle route shows its membership alone.
 */
export function gatewayPage(
  model: Model,
  region: RegionId,
  index: number,
  at: number,
  wanted?: Wanted,
): string {
  const { run } = model.gatewayAt(region, index, at);
  if (!run) return "";
  const completed = new Family("envoy_cluster_upstream_rq_completed", "counter");
  const attempts = new Family("envoy_cluster_upstream_rq_total", "counter");
  const classes = new Family("envoy_cluster_upstream_rq_xx", "counter");
  const received = new Family("envoy_cluster_upstream_cx_rx_bytes_total", "counter");
  const sent = new Family("envoy_cluster_upstream_cx_tx_bytes_total", "counter");
  const members = new Family("envoy_cluster_membership_total", "gauge");
  const healthy = new Family("envoy_cluster_membership_healthy", "gauge");
  const active = new Family("envoy_listener_downstream_cx_active", "gauge");
  const warming = new Family("envoy_cluster_manager_warming_clusters", "gauge");
  const clusters = new Family("envoy_cluster_manager_active_clusters", "gauge");
  const live = new Family("envoy_server_live", "gauge");
  const uptime = new Family("envoy_server_uptime", "gauge");
  const times = new Family("envoy_cluster_upstream_rq_time", "histogram");

  const counters = new Float64Array(fieldCount);
  const value = (position: number) => Math.floor(counters[position] ?? 0);
  let routes = 0;
  let connections = 0;
  for (const placement of model.placementsIn(region)) {
    const serving = model.servingAt(placement, at).length;
    connections += Math.round(expectedRps(model.anchor.seed, placement, slotOf(at)) / 3);
    for (const route of model.routesOf(placement)) {
      const cluster = `envoy_cluster_name="${route.cluster}"`;
      routes += 1;
      members.add(cluster, serving);
      healthy.add(cluster, serving);
      model.gatewayCounters(route, index, run, at, counters);
      const byClass = [field.ok2xx, field.redirect3xx, field.client4xx, field.server5xx].map(value);
      const total = byClass.reduce((sum, count) => sum + count, 0);
      if (total === 0) continue;
      completed.add(cluster, total);
      attempts.add(cluster, Math.max(total, value(field.attempts)));
      for (const [position, count] of byClass.entries()) {
        if (count > 0) classes.add(`envoy_response_code_class="${position + 2}",${cluster}`, count);
      }
      received.add(cluster, value(field.bytesOut));
      sent.add(cluster, value(field.bytesIn));
      for (const [position, bound] of latencyBoundsMs.entries()) {
        times.add(`${cluster},le="${bound}"`, value(field.latencyBucket + position), undefined, "_bucket");
      }
      times.add(`${cluster},le="+Inf"`, value(field.latencyCount), undefined, "_bucket");
      times.add(cluster, value(field.latencySumMs), undefined, "_sum");
      times.add(cluster, value(field.latencyCount), undefined, "_count");
    }
  }
  const seconds = (at - run.start) / 1000;
  for (const { name, members: size, perSecond } of platformClusters) {
    const cluster = `envoy_cluster_name="${name}"`;
    members.add(cluster, size);
    healthy.add(cluster, size);
    const count = Math.floor(seconds * perSecond);
    if (!name.startsWith("httproute/") || count === 0) continue;
    completed.add(cluster, count);
    attempts.add(cluster, count);
    classes.add(`envoy_response_code_class="2",${cluster}`, count);
    received.add(cluster, count * 5200);
    sent.add(cluster, count * 700);
  }
  active.add('envoy_listener_address="0.0.0.0_10080"', connections);
  active.add('envoy_listener_address="0.0.0.0_19001"', 1);
  warming.add("", 0);
  clusters.add("", routes + platformClusters.length);
  live.add("", 1);
  uptime.add("", Math.floor(seconds));
  const families = [completed, attempts, classes, received, sent, members, healthy];
  return render([...families, active, warming, clusters, live, uptime, times], "envoy", wanted);
}
