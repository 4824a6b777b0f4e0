/**
 * The label-free questions about a region's sources, whose answers name no tenant: what a RegionScope may ask. Each
 * is cheap whatever the number of services, since it reads only what is recorded once a source.
 */

/** What an answer's label `reading` says. */
export const readings = ["arrived", "succeeded", "evaluated"] as const;
export type Reading = (typeof readings)[number];

const jobs = '{job=~"envoy|cadvisor|kube-state-metrics"}';

/**
 * The newest instants of each source, epoch seconds, by `job` and `reading`: the newest scrape that arrived (is the
 * path alive?), the newest that succeeded (is the source alive?) and the newest rule evaluation. The last five minutes
 * come from the scrapes themselves, so that they hold when no rule is evaluated; what is older from the recorded series.
 */
export const newestInstants = `union(
  label_set(max by (job) (tlast_over_time(up${jobs}[5m])), "reading", "arrived"),
  label_set(max by (job) (tmax_over_time(up${jobs}[5m]) if (max_over_time(up${jobs}[5m]) == 1)), "reading", "succeeded"),
  label_set(max by (job) (last_over_time(starform:source:last_sample_timestamp_seconds[7d])), "reading", "arrived", "from", "record"),
  label_set(max by (job) (last_over_time(starform:source:last_success_timestamp_seconds[7d])), "reading", "succeeded", "from", "record"),
  label_set(max(tlast_over_time(starform:source:last_sample_timestamp_seconds[7d])), "reading", "evaluated")
)`;
