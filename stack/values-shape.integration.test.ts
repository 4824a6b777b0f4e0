import { describe, expect, it } from "vitest";
import { readStack, serviceOf } from "./client/read-stack";
import { askStore } from "./client/recorded";
import { ports } from "./layout";
import { loadAnchor } from "./workload/anchor";

// Which series there are, and with which labels: what the scrape keeps and drops, and what the rules record.

const stack = readStack();
const gatewaySignals = [
  "error_rate",
  "latency_p50_ms",
  "latency_p95_ms",
  "latency_p99_ms",
  "rps",
  "throughput_in_bytes",
  "throughput_out_bytes",
];
const containerSignals = ["cpu", "memory_bytes", "network_rx_bytes", "network_tx_bytes"];

/** Names of the signals recorded of a service in the last six hours. */
async function signalsOf(project: string, environment: string, name: string): Promise<string[]> {
  const service = serviceOf(stack, project, environment, name);
  const rows = await askStore(service.in, "query", {
    query: `last_over_time({__name__=~"starform:service:.+",environment="${environment}",service_id="${service.serviceId}"}[6h])`,
  });
  return rows.map(({ metric }) => (metric.__name__ ?? "").replace("starform:service:", "")).sort();
}

/** A gateway's page in the workload, as Envoy shows it. */
async function gatewayPage(region: "nyc3" | "fra1", index: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${ports.gateway(region, index)}/stats/prometheus`);
  return response.text();
}

describe("who has which series", () => {
  it("a service with a route has all eleven", async () => {
    const all = [...gatewaySignals, ...containerSignals].sort();
    expect(await signalsOf("acme-shop", "production", "checkout")).toEqual(all);
    expect(await signalsOf("globex", "production", "ingest")).toEqual(all);
  });

  it("a worker has its containers'", async () => {
    expect(await signalsOf("acme-shop", "production", "mailer")).toEqual(containerSignals);
  });

  it("a preview has its containers', though the gateway counts its route", async () => {
    expect(await signalsOf("acme-shop", "preview-42", "storefront")).toEqual(containerSignals);
    expect(await gatewayPage("nyc3", 0)).toMatch(/upstream_rq_completed\{[^}]*-preview-42\/rule\/0/);
  });

  it("nothing of mirrored requests or of the platform's own routes is stored", async () => {
    const page = await gatewayPage("nyc3", 0);
    expect(page).toMatch(/rule\/0-mirror-0/);
    expect(page).toMatch(/starform-system\/console/);
    for (const region of stack.regions) {
      const kept = await askStore(region, "query", {
        query: 'count by (envoy_cluster_name) (last_over_time({envoy_cluster_name!=""}[6h]))',
      });
      const names = kept.map(({ metric }) => metric.envoy_cluster_name ?? "");
      expect(names.length).toBeGreaterThan(2);
      for (const name of names)
        expect(name).toMatch(/^httproute\/sd-[a-z0-9-]+\/[0-9a-f]{64}-(production|staging)\/rule\/\d+$/);
    }
  });

  it("pods' cgroups, pause containers and node interfaces are not stored as containers", async () => {
    for (const region of stack.regions) {
      const wrong = await askStore(region, "query", {
        query:
          'count(last_over_time({__name__=~"container_(cpu|memory).+",container=~"|POD"}[6h]) or last_over_time({__name__=~"container_.+",pod=""}[6h]))',
      });
      expect(wrong).toEqual([]);
      const sandboxes = await askStore(region, "query", {
        query: "count by (container) (last_over_time(container_network_receive_bytes_total[5m]))",
      });
      // Both runtimes' way to name a sandbox.
      expect(sandboxes.map(({ metric }) => metric.container ?? "").sort()).toEqual(["", "POD"]);
    }
  });
});

describe("labels", () => {
  it("every recorded series has the tenant's three and its region's two, and no others", async () => {
    for (const region of stack.regions) {
      const rows = await askStore(region, "query", {
        query: 'last_over_time({__name__=~"starform:service:.+"}[6h])',
      });
      expect(rows.length).toBeGreaterThan(20);
      for (const { metric } of rows) {
        expect(Object.keys(metric).sort()).toEqual(
          ["__name__", "cluster", "environment", "project_id", "region", "service_id"].sort(),
        );
        expect(metric).toMatchObject({ region: region.id, cluster: region.cluster });
      }
    }
  });

  it("each instant of a series has one point", async () => {
    for (const region of stack.regions) {
      const rows = await askStore(region, "query_range", {
        query: 'max(count_over_time({__name__=~"starform:.+"}[15s]) keep_metric_names)',
        start: String(Math.floor(Date.now() / 15_000) * 15 - 6 * 3600),
        end: String(Math.floor(Date.now() / 15_000) * 15),
        step: "15",
      });
      const counts = new Set(rows.flatMap(({ values = [] }) => values.map(([, value]) => value)));
      expect([...counts]).toEqual(["1"]);
    }
  });
});

describe("the seam between history and live scrapes", () => {
  const { firstStart } = loadAnchor();

  it("is none: what vmagent scrapes goes on under the very labels that history was written with", async () => {
    for (const region of stack.regions) {
      const names = (rows: Awaited<ReturnType<typeof askStore>>) =>
        rows.map(({ metric }) => JSON.stringify(Object.entries(metric).sort())).sort();
      const lasting = '{__name__=~"up|envoy_.+",job=~"envoy|cadvisor|kube-state-metrics"}';
      const before = names(
        await askStore(region, "query", {
          query: `last_over_time(${lasting}[1h])`,
          time: String(firstStart / 1000 - 60),
        }),
      );
      const live = names(await askStore(region, "query", { query: `last_over_time(${lasting}[1m])` }));
      expect(live.length).toBeGreaterThan(50);
      for (const series of live) expect(before).toContain(series);
      const anyLabels = names(
        await askStore(region, "query", { query: "group by (job) (last_over_time(up[1m]))" }),
      );
      expect(anyLabels).toHaveLength(3);
    }
  });

  it("leaves no hole in any recorded series", async () => {
    for (const region of stack.regions) {
      const end = Math.min(Date.now(), firstStart + 15 * 60_000);
      const rows = await askStore(region, "query_range", {
        query: 'last_over_time({__name__=~"starform:service:(rps|cpu|memory_bytes|network_rx_bytes)"}[1s])',
        start: String(firstStart / 1000 - 600),
        end: String(Math.floor(end / 15_000) * 15),
        step: "15",
      });
      expect(rows.length).toBeGreaterThan(5);
      for (const { metric, values = [] } of rows) {
        const steps = values.slice(1).map(([at], index) => at - (values[index]?.[0] ?? at));
        // One evaluation may be late on a busy machine.
        expect(Math.max(...steps), JSON.stringify(metric)).toBeLessThanOrEqual(30);
      }
    }
  });
});
