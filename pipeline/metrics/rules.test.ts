import { describe, it, vi } from "vitest";
import { type Expectation, type InputSeries, type Labels, testRules } from "./rule-tester";

// The region's rules, run by vmalert-tool over scraped series: one sample every 15 s, the first at 0 s. `1x10` is
// eleven samples, `_x2` two scrapes that brought nothing.

// Each case starts a store of its own, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 60_000 });

const external = { region: "nyc3", cluster: "nyc3-a" };
const shop = tenant("0a", "11");
const other = tenant("0b", "22");

function tenant(project: string, service: string): Labels {
  return {
    project_id: project.repeat(16),
    environment: "production",
    service_id: service.repeat(16),
  };
}

type Job = "envoy" | "cadvisor" | "kube-state-metrics";
const up = (job: Job, instance: string, values: string): InputSeries => ({
  name: "up",
  labels: { job, instance, ...external },
  values,
});

/** A family of one route at one gateway. */
const route = (
  gateway: string,
  whose: Labels,
  name: string,
  values: string,
  more: Labels = {},
): InputSeries => ({
  name: `envoy_cluster_${name}`,
  labels: {
    job: "envoy",
    instance: gateway,
    ...external,
    ...whose,
    envoy_cluster_name: `httproute/sd-shop/${whose.project_id}${whose.service_id}-production/rule/0`,
    ...more,
  },
  values,
});

/** Cumulative buckets: `shares` of `perScrape` responses, by upper bound in milliseconds. */
const buckets = (
  gateway: string,
  whose: Labels,
  perScrape: number,
  shares: Readonly<Record<string, number>>,
) =>
  Object.entries({ ...shares, "+Inf": 1 }).map(([le, share]) =>
    route(gateway, whose, "upstream_rq_time_bucket", `0+${perScrape * share}x40`, { le }),
  );

const podLabels = (pod: string, uid: string, whose: Labels, values = "1x40"): InputSeries => ({
  name: "kube_pod_labels",
  labels: {
    job: "kube-state-metrics",
    instance: "ksm",
    ...external,
    namespace: "sd-shop",
    pod,
    uid,
    ...whose,
  },
  values,
});

const container = (pod: string, name: string, values: string, more: Labels): InputSeries => ({
  name: `container_${name}`,
  labels: { job: "cadvisor", instance: "node-1", ...external, namespace: "sd-shop", pod, ...more },
  values,
});

const is = (signal: string, whose: Labels, at: string, value: number): Expectation => ({
  at,
  // One second: only what was recorded at that very instant, nothing held.
  expr: `last_over_time(starform:service:${signal}{service_id="${whose.service_id}"}[1s])`,
  rows: [{ name: `starform:service:${signal}`, labels: { ...external, ...whose }, value }],
});

const isAbsent = (signal: string, at: string): Expectation => ({
  at,
  expr: `last_over_time(starform:service:${signal}[1s])`,
  rows: [],
});

const bothGatewaysUp = [up("envoy", "gw0", "1x40"), up("envoy", "gw1", "1x40")];

describe("the gateway's series", () => {
  it("adds two gateways up", () =>
    testRules(
      [
        ...bothGatewaysUp,
        route("gw0", shop, "upstream_rq_completed", "1000+150x40"),
        route("gw1", shop, "upstream_rq_completed", "7+450x40"),
        route("gw0", shop, "upstream_rq_xx", "10+15x40", { envoy_response_code_class: "5" }),
        route("gw1", shop, "upstream_rq_xx", "0+15x40", { envoy_response_code_class: "5" }),
        route("gw0", shop, "upstream_rq_xx", "90+135x40", { envoy_response_code_class: "2" }),
        route("gw0", shop, "upstream_cx_tx_bytes_total", "0+15000x40"),
        route("gw1", shop, "upstream_cx_tx_bytes_total", "0+30000x40"),
        route("gw0", shop, "upstream_cx_rx_bytes_total", "0+150000x40"),
        route("gw1", shop, "upstream_cx_rx_bytes_total", "0+750000x40"),
      ],
      [
        is("rps", shop, "5m", 40),
        is("error_rate", shop, "5m", 0.05),
        is("throughput_in_bytes", shop, "5m", 3000),
        is("throughput_out_bytes", shop, "5m", 60_000),
      ],
    ));

  it("takes quantiles over both gateways' buckets, not over their quantiles", () =>
    testRules(
      [
        ...bothGatewaysUp,
        // Half of the responses between 10 and 25 ms, half between 100 and 250 ms.
        ...buckets("gw0", shop, 150, { "10": 0, "25": 1, "100": 1, "250": 1 }),
        ...buckets("gw1", shop, 150, { "10": 0, "25": 0, "100": 0, "250": 1 }),
      ],
      [
        is("latency_p50_ms", shop, "5m", 25),
        is("latency_p95_ms", shop, "5m", 100 + (0.45 / 0.5) * 150),
        is("latency_p99_ms", shop, "5m", 100 + (0.49 / 0.5) * 150),
      ],
    ));

  it("adds the rules of one route up", () =>
    testRules(
      [
        ...bothGatewaysUp,
        route("gw0", shop, "upstream_rq_completed", "0+150x40"),
        route("gw0", shop, "upstream_rq_completed", "0+75x40", {
          envoy_cluster_name: `httproute/sd-shop/${shop.project_id}${shop.service_id}-production/rule/1`,
        }),
      ],
      [is("rps", shop, "5m", 15)],
    ));

  it("reads 0 requests for a route that nobody calls, and no error rate or latency", () =>
    testRules(
      [
        ...bothGatewaysUp,
        route("gw0", other, "membership_total", "2x40"),
        // Called once, long ago: the counters are there and stand still.
        route("gw0", shop, "membership_total", "2x40"),
        route("gw0", shop, "upstream_rq_completed", "900x40"),
        route("gw0", shop, "upstream_rq_xx", "3x40", { envoy_response_code_class: "5" }),
        ...buckets("gw0", shop, 0, { "10": 0, "25": 0 }),
      ],
      [
        is("rps", other, "5m", 0),
        is("rps", shop, "5m", 0),
        isAbsent("error_rate", "5m"),
        isAbsent("latency_p50_ms", "5m"),
      ],
    ));

  it("counts the very first 5xx, counters that were not there before, however many they are", () =>
    testRules(
      [
        ...bothGatewaysUp,
        route("gw0", shop, "upstream_rq_completed", "0+150x40"),
        route("gw1", shop, "upstream_rq_completed", "0+150x40"),
        route("gw0", shop, "upstream_rq_xx", "_x16 3x23", { envoy_response_code_class: "5" }),
        route("gw1", shop, "upstream_rq_xx", "_x17 27x22", { envoy_response_code_class: "5" }),
      ],
      [
        is("error_rate", shop, "3m45s", 0),
        is("error_rate", shop, "4m", 3 / 1200),
        is("error_rate", shop, "4m15s", 30 / 1200),
        is("error_rate", shop, "5m15s", 0),
      ],
    ));

  it("takes a route's first burst whole", () =>
    testRules(
      [
        ...bothGatewaysUp,
        route("gw0", shop, "upstream_rq_completed", "_x16 408x24"),
        route("gw0", shop, "upstream_rq_xx", "_x16 102x24", { envoy_response_code_class: "5" }),
        route("gw0", shop, "upstream_rq_time_bucket", "_x16 8x24", { le: "25" }),
        route("gw0", shop, "upstream_rq_time_bucket", "_x16 408x24", { le: "100" }),
        route("gw0", shop, "upstream_rq_time_bucket", "_x16 408x24", { le: "+Inf" }),
      ],
      [
        is("error_rate", shop, "4m", 0.25),
        is("latency_p50_ms", shop, "4m", 25 + (196 / 400) * 75),
        isAbsent("error_rate", "5m"),
      ],
    ));

  it("does not take what a gateway counted before it was watched for what happens now", () =>
    testRules(
      [
        ...bothGatewaysUp,
        route("gw0", shop, "upstream_rq_completed", "800000+150x40"),
        route("gw0", shop, "upstream_rq_xx", "700000+15x40", { envoy_response_code_class: "5" }),
      ],
      ["30s", "45s", "1m", "1m15s"].map((at) => is("error_rate", shop, at, 0.1)),
    ));

  it("shows no spike and no dip over a counter reset", () =>
    testRules(
      [
        ...bothGatewaysUp,
        route("gw0", shop, "upstream_rq_completed", "90000+150x20 150+150x20"),
        route("gw0", shop, "upstream_cx_rx_bytes_total", "90000000+15000x20 15000+15000x20"),
      ],
      ["5m", "5m15s", "5m30s", "5m45s", "6m", "6m15s"].flatMap((at) => [
        is("rps", shop, at, 10),
        is("throughput_out_bytes", shop, at, 1000),
      ]),
    ));

  it("shows no spike while one gateway takes another's place", () =>
    testRules(
      [
        up("envoy", "gw0", "1x16"),
        up("envoy", "gw1", "1x40"),
        up("envoy", "gw2", "_x17 1x23"),
        route("gw0", shop, "upstream_rq_completed", "90000+150x16"),
        route("gw1", shop, "upstream_rq_completed", "90000+150x40"),
        route("gw2", shop, "upstream_rq_completed", "_x17 150+150x23"),
      ],
      ["4m15s", "4m30s", "4m45s", "5m", "5m15s"].map((at) => is("rps", shop, at, 20)),
    ));

  it("leaves a hole where scrapes brought nothing, and is right from its first point on", () =>
    testRules(
      [
        // Nothing at 4m and 4m15s.
        up("envoy", "gw0", "1x15 _x2 1x22"),
        route("gw0", shop, "upstream_rq_completed", "0+150x15 _x2 2700+150x22"),
        route("gw0", shop, "membership_total", "2x15 _x2 2x22"),
      ],
      [
        is("rps", shop, "4m", 10),
        isAbsent("rps", "4m15s"),
        isAbsent("rps", "4m30s"),
        isAbsent("rps", "4m45s"),
        is("rps", shop, "5m", 10),
        is("rps", shop, "5m15s", 10),
      ],
    ));

  it("leaves a hole where every scrape failed", () =>
    testRules(
      [
        up("envoy", "gw0", "1x15 0x1 1x22"),
        up("envoy", "gw1", "1x15 0x1 1x22"),
        route("gw0", shop, "upstream_rq_completed", "0+150x15 _x2 2700+150x22"),
      ],
      [
        is("rps", shop, "3m45s", 10),
        isAbsent("rps", "4m"),
        isAbsent("rps", "4m15s"),
        is("rps", shop, "4m30s", 10),
      ],
    ));

  it("records nothing once the agent is gone", () =>
    testRules(
      [
        up("envoy", "gw0", "1x16"),
        route("gw0", shop, "upstream_rq_completed", "0+150x16"),
        route("gw0", other, "membership_total", "2x16"),
      ],
      [
        is("rps", shop, "4m15s", 10),
        is("rps", other, "4m15s", 0),
        isAbsent("rps", "4m30s"),
        isAbsent("rps", "5m"),
      ],
    ));

  it("waits for three scrapes of a source that it does not know yet", () =>
    testRules(
      [up("envoy", "gw0", "1x40"), route("gw0", shop, "upstream_rq_completed", "50000+150x40")],
      [isAbsent("rps", "15s"), is("rps", shop, "30s", 10)],
    ));
});

describe("the containers' series", () => {
  const sources = [up("cadvisor", "node-1", "1x40"), up("kube-state-metrics", "ksm", "1x40")];

  it("adds two replicas up and leaves pause containers and strangers out", () =>
    testRules(
      [
        ...sources,
        podLabels("web-a", "u1", shop),
        podLabels("web-b", "u2", shop),
        container("web-a", "cpu_usage_seconds_total", "0+7.5x40", { container: "web", id: "/a" }),
        container("web-b", "cpu_usage_seconds_total", "0+3x40", { container: "web", id: "/b" }),
        container("web-a", "cpu_usage_seconds_total", "0+7.6x40", { container: "", id: "/pod-a" }),
        container("web-b", "cpu_usage_seconds_total", "0+0.1x40", { container: "POD", id: "/pause-b" }),
        container("coredns", "cpu_usage_seconds_total", "0+9x40", { container: "coredns", id: "/dns" }),
        container("web-a", "memory_working_set_bytes", "1000x40", { container: "web", id: "/a" }),
        container("web-b", "memory_working_set_bytes", "500x40", { container: "web", id: "/b" }),
        container("web-b", "memory_working_set_bytes", "7x40", { container: "POD", id: "/pause-b" }),
        // Network stands on the sandbox, whose container is "" on containerd and "POD" on CRI-O.
        container("web-a", "network_receive_bytes_total", "0+15000x40", { container: "", interface: "eth0" }),
        container("web-b", "network_receive_bytes_total", "0+30000x40", {
          container: "POD",
          interface: "eth0",
        }),
        container("web-a", "network_transmit_bytes_total", "0+60000x40", {
          container: "",
          interface: "eth0",
        }),
        container("web-a", "network_transmit_bytes_total", "0+1500x40", { container: "", interface: "eth1" }),
      ],
      [
        is("cpu", shop, "5m", 0.7),
        is("memory_bytes", shop, "5m", 1500),
        is("network_rx_bytes", shop, "5m", 3000),
        is("network_tx_bytes", shop, "5m", 4100),
        { at: "5m", expr: "count(starform:service:cpu)", rows: [{ labels: {}, value: 1 }] },
      ],
    ));

  const busy = [
    container("web-a", "cpu_usage_seconds_total", "0+7.5x40", { container: "web", id: "/a" }),
    container("web-a", "memory_working_set_bytes", "1000x40", { container: "web", id: "/a" }),
    container("web-a", "network_receive_bytes_total", "0+15000x40", { container: "", interface: "eth0" }),
  ];

  it("counts a pod once though it has two rows of labels", () =>
    testRules(
      [
        ...sources,
        podLabels("web-a", "u1", shop),
        podLabels("web-a", "u2", shop, "_x5 1x34"),
        // Another tenant must not notice.
        podLabels("api-a", "u3", other),
        container("api-a", "cpu_usage_seconds_total", "0+15x40", { container: "api", id: "/c" }),
        ...busy,
      ],
      [
        is("cpu", shop, "5m", 0.5),
        is("memory_bytes", shop, "5m", 1000),
        is("network_rx_bytes", shop, "5m", 1000),
        is("cpu", other, "5m", 1),
        {
          at: "5m",
          expr: "starform:source:duplicate_pod_rows",
          rows: [{ name: "starform:source:duplicate_pod_rows", labels: external, value: 1 }],
        },
      ],
    ));

  it("credits a pod's name to the service that has it now", () =>
    testRules(
      [
        ...sources,
        podLabels("web-a", "u1", other, "1x15"),
        podLabels("web-a", "u2", shop, "_x16 1x24"),
        ...busy,
      ],
      [
        is("cpu", other, "3m45s", 0.5),
        is("cpu", shop, "4m", 0.5),
        { at: "4m", expr: 'last_over_time(starform:service:cpu{service_id=~"22.*"}[1s])', rows: [] },
      ],
    ));

  it("shows a container's restart neither as twice the memory nor as a spike of CPU", () =>
    testRules(
      [
        ...sources,
        podLabels("web-a", "u1", shop),
        container("web-a", "cpu_usage_seconds_total", "500+7.5x16", { container: "web", id: "/a" }),
        container("web-a", "cpu_usage_seconds_total", "_x17 7.5+7.5x23", { container: "web", id: "/b" }),
        container("web-a", "memory_working_set_bytes", "1000x16", { container: "web", id: "/a" }),
        container("web-a", "memory_working_set_bytes", "_x17 900x23", { container: "web", id: "/b" }),
      ],
      [
        is("cpu", shop, "4m30s", 0.5),
        is("cpu", shop, "5m", 0.5),
        is("memory_bytes", shop, "4m30s", 1000),
        is("memory_bytes", shop, "5m15s", 900),
        is("cpu", shop, "6m", 0.5),
      ],
    ));

  it("lets a deleted pod go with kube-state-metrics' next answer, and bears its silence for two minutes", () =>
    testRules(
      [
        up("cadvisor", "node-1", "1x60"),
        up("kube-state-metrics", "ksm", "1x28 0x31"),
        podLabels("web-a", "u1", shop, "1x28"),
        podLabels("web-b", "u2", shop, "1x15"),
        container("web-a", "memory_working_set_bytes", "1000x60", { container: "web", id: "/a" }),
        container("web-b", "memory_working_set_bytes", "500x15", { container: "web", id: "/b" }),
      ],
      [
        is("memory_bytes", shop, "3m45s", 1500),
        is("memory_bytes", shop, "4m", 1000),
        // The last answer came at 7m.
        is("memory_bytes", shop, "8m45s", 1000),
        isAbsent("memory_bytes", "9m15s"),
      ],
    ));

  it("records nothing while the kubelets are not scraped, nor without anybody's labels", () =>
    testRules(
      [
        up("cadvisor", "node-1", "1x15 _x3 1x22"),
        up("kube-state-metrics", "ksm", "1x28"),
        podLabels("web-a", "u1", shop, "1x28"),
        ...busy,
      ],
      [
        is("cpu", shop, "4m", 0.5),
        isAbsent("cpu", "4m15s"),
        isAbsent("memory_bytes", "4m30s"),
        isAbsent("network_rx_bytes", "4m45s"),
        is("memory_bytes", shop, "5m15s", 1000),
        // The labels end at 7 m; a pod's row counts for two minutes.
        is("cpu", shop, "8m45s", 0.5),
        isAbsent("cpu", "9m15s"),
      ],
    ));
});

describe("the sources' freshness", () => {
  it("tells the newest scrape from the newest success, and how many targets answer", () =>
    testRules(
      [up("envoy", "gw0", "1x12"), up("envoy", "gw1", "1x8 0x3"), up("cadvisor", "node-1", "1x8 0x15")],
      [
        source("last_sample_timestamp_seconds", "envoy", "4m", 180),
        source("last_success_timestamp_seconds", "envoy", "4m", 180),
        source("last_sample_timestamp_seconds", "cadvisor", "4m", 240),
        source("last_success_timestamp_seconds", "cadvisor", "4m", 120),
        source("targets", "envoy", "3m", 2),
        source("targets_up", "envoy", "3m", 1),
        source("targets_up", "cadvisor", "3m", 0),
        { at: "4m", expr: 'last_over_time(starform:source:targets{job="envoy"}[1s])', rows: [] },
      ],
    ));

  function source(name: string, job: Job, at: string, value: number): Expectation {
    const metric = `starform:source:${name}`;
    return {
      at,
      expr: `last_over_time(${metric}{job="${job}"}[1s])`,
      rows: [{ name: metric, labels: { ...external, job }, value }],
    };
  }
});
