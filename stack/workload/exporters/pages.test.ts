import { expect, test } from "vitest";
import { type Placement, regions } from "../../world";
import { truthOf } from "../ledger/truth";
import { Model } from "../model/model";
import { pathOf } from "../model/profiles";
import { anchorAt, historyMs, hourMs, minuteMs, slotMs } from "../model/time";
import { createPages } from "./pages";

const anchor = anchorAt(Date.parse("2026-11-23T22:00:07Z"));
const model = new Model(anchor);
const pages = createPages(anchor, undefined, model);

interface Sample {
  readonly value: number;
  readonly at: number | undefined;
}

/** Every sample of a page by its series; fails on a line that is no exposition text. */
function parse(page: string): Map<string, Sample> {
  const samples = new Map<string, Sample>();
  for (const line of page.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const match = /^([a-z_]+\{[^{}]*\}) (\S+)(?: (\d+))?$/.exec(line);
    const [, series = "", value, at] = match ?? [];
    // Plain comparisons: there are hundreds of thousands of lines.
    if (!match || samples.has(series)) throw new Error(`no sample, or twice: ${line}`);
    samples.set(series, { value: Number(value), at: at === undefined ? undefined : Number(at) });
  }
  return samples;
}

function placed(path: string): Placement {
  const found = regions.flatMap(({ id }) => model.placementsIn(id)).find((one) => pathOf(one) === path);
  if (!found) throw new Error(`no ${path}`);
  return found;
}

const isCounter = (series: string) =>
  /(_total|_completed|_xx|_bucket|_sum|_count)\{/.test(series) && !/membership/.test(series);

test("every counter of every page is monotone until its owner restarts", () => {
  const wrong: string[] = [];
  let compared = 0;
  /** Compares two pages of one exporter, the later with the earlier. */
  const compare = (before: Map<string, Sample>, after: Map<string, Sample>) => {
    for (const [series, { value, at }] of after) {
      const previous = before.get(series);
      if (!previous || !isCounter(series)) continue;
      compared += 1;
      // One look at a cgroup, one value.
      const changed = at !== undefined && at === previous.at && value !== previous.value;
      if (value < previous.value || changed) wrong.push(`${series} ${previous.value} → ${value}`);
    }
  };
  for (const { id } of regions) {
    for (const index of [0, 1]) {
      let gateway = new Map<string, Sample>();
      let node = new Map<string, Sample>();
      let run = "";
      for (let at = anchor.firstStart - 40 * minuteMs; at < anchor.firstStart + 20 * minuteMs; at += 47_000) {
        const current = model.gatewayAt(id, index, at).run?.id ?? "";
        const nextGateway = parse(pages.gatewayPage(id, index, at));
        const nextNode = parse(pages.cadvisorPage(id, index, at));
        if (current === run) compare(gateway, nextGateway);
        compare(node, nextNode);
        [gateway, node, run] = [nextGateway, nextNode, current];
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(20_000);
});

test("a page of the history is the page that was served then", () => {
  const live = createPages(anchor);
  const at = anchor.firstStart - 2 * hourMs + 1234;
  for (let time = at - 20 * minuteMs; time < at; time += slotMs) live.gatewayPage("nyc3", 0, time);
  for (const { id } of regions) {
    const fresh = createPages(anchor);
    expect(fresh.gatewayPage(id, 1, at)).toBe(live.gatewayPage(id, 1, at));
    expect(fresh.cadvisorPage(id, 0, at)).toBe(live.cadvisorPage(id, 0, at));
    expect(fresh.kubeStatePage(id, at)).toBe(live.kubeStatePage(id, at));
  }
});

test("what the gateways counted between two edges is what the ledger says", () => {
  const checkout = placed("acme-shop/production/checkout");
  // Over an incident, between two restarts of the gateways.
  const from = Date.parse("2026-11-23T21:30:00Z");
  const to = Date.parse("2026-11-23T21:50:00Z");
  const route = model.routesOf(checkout)[0]?.cluster ?? "";
  const counted = (family: string, extra = "") => {
    const series = `${family}{${extra}envoy_cluster_name="${route}"`;
    const total = (at: number) =>
      [0, 1].reduce((sum, index) => {
        const found = [...parse(pages.gatewayPage("nyc3", index, at))].find(([name]) =>
          name.startsWith(series),
        );
        return sum + (found?.[1].value ?? 0);
      }, 0);
    return total(to) - total(from);
  };
  const slots = truthOf(model, checkout, from, to);
  expect(slots).toHaveLength(80);
  const sum = (pick: (slot: (typeof slots)[number]) => number) =>
    slots.reduce((total, slot) => total + pick(slot), 0);
  expect(counted("envoy_cluster_upstream_rq_completed")).toBe(sum(({ requests }) => requests));
  expect(counted("envoy_cluster_upstream_rq_xx", 'envoy_response_code_class="5",')).toBe(
    sum(({ errors_5xx }) => errors_5xx),
  );
  expect(counted("envoy_cluster_upstream_cx_tx_bytes_total")).toBe(sum(({ bytes_in }) => bytes_in));
  expect(counted("envoy_cluster_upstream_cx_rx_bytes_total")).toBe(sum(({ bytes_out }) => bytes_out));
  expect(counted("envoy_cluster_upstream_rq_time_count")).toBe(
    sum(({ latency_ms }) => latency_ms["+Inf"] ?? 0),
  );
});

test("histograms are cumulative up to all of them", () => {
  const samples = parse(pages.gatewayPage("fra1", 0, anchor.firstStart + 4321));
  const buckets = [...samples].filter(([series]) =>
    series.startsWith("envoy_cluster_upstream_rq_time_bucket"),
  );
  expect(buckets.length % 13).toBe(0);
  for (const [index, [series, { value }]] of buckets.entries()) {
    if (index % 13 > 0) expect(value, series).toBeGreaterThanOrEqual(buckets[index - 1]?.[1].value ?? 0);
    else expect(series).toContain('le="5"');
  }
});

test("after a restart a route that rests shows its membership and no counter; the first 5xx is a new series", () => {
  const { run } = model.gatewayAt("nyc3", 1, anchor.firstStart);
  if (!run) throw new Error("the gateway runs");
  const early = parse(pages.gatewayPage("nyc3", 1, run.start + 100));
  expect(
    [...early.keys()].filter((series) => series.startsWith("envoy_cluster_membership_total")).length,
  ).toBeGreaterThan(5);
  const later = parse(pages.gatewayPage("nyc3", 1, run.start + 2_000));
  const storefront = model.routesOf(placed("acme-shop/production/storefront"))[0]?.cluster;
  const completed = `envoy_cluster_upstream_rq_completed{envoy_cluster_name="${storefront}"}`;
  expect(early.has(`${completed}`) && early.get(completed)?.value === 0).toBe(false);
  expect(later.get(completed)?.value).toBeGreaterThan(50);
  expect(
    [...later.keys()].some((series) => series.includes('class="5"') && series.includes("preview-42")),
  ).toBe(false);
});

test("a gateway's page holds what the pipeline must not count: mirrors, previews, the platform", () => {
  const page = pages.gatewayPage("nyc3", 0, anchor.firstStart);
  expect(page).toMatch(
    /rq_completed\{envoy_cluster_name="httproute\/sd-acme-shop-production\/[0-9a-f]{64}-production\/rule\/0-mirror-0"/,
  );
  expect(page).toMatch(
    /rq_completed\{envoy_cluster_name="httproute\/[^/]+\/[0-9a-f]{64}-preview-42\/rule\/0"/,
  );
  expect(page).toContain('envoy_cluster_name="xds_cluster"');
  expect(page).not.toContain("mailer");
});

test("each runtime shows its sandboxes its own way, with the network on them", () => {
  const containerd = pages.cadvisorPage("nyc3", 0, anchor.firstStart);
  const crio = pages.cadvisorPage("nyc3", 1, anchor.firstStart);
  expect(containerd).toMatch(
    /network_receive_bytes_total\{container="",id="[^"]+cri-containerd-[0-9a-f]{64}\.scope"/,
  );
  expect(containerd).not.toContain('container="POD"');
  expect(crio).toMatch(/network_receive_bytes_total\{container="POD",id="[^"]+crio-[0-9a-f]{64}\.scope"/);
  for (const page of [containerd, crio]) {
    expect(page).toMatch(/cpu_usage_seconds_total\{container="",cpu="total",id="\/",/);
    expect(page).toMatch(
      /cpu_usage_seconds_total\{container="",cpu="total",id="[^"]+\.slice",image="",name="",namespace="sd-/,
    );
    expect(page).toMatch(/container="kube-proxy"/);
  }
});

test("kube-state-metrics labels tenants' pods with four labels, the system's with none, and a reused name twice", () => {
  const page = pages.kubeStatePage("nyc3", anchor.firstStart);
  expect(page).toMatch(/kube_pod_labels\{namespace="kube-system",pod="kube-proxy-\w+",uid="[^"]+"\} 1\n/);
  expect(page).toMatch(
    /kube_pod_labels\{namespace="sd-acme-shop-production",pod="mailer-0",uid="[^"]+",label_starform_io_project_id="[0-9a-f]{32}",label_starform_io_environment="production",label_starform_io_service_id="[0-9a-f]{32}",label_starform_io_managed_by="shuttle"\} 1\n/,
  );
  const second = model
    .podsOf(placed("acme-shop/production/mailer"), anchor.firstStart - historyMs, anchor.firstStart)
    .filter(({ kind }) => kind === "service")[1];
  const rows = pages
    .kubeStatePage("nyc3", (second?.start ?? 0) + 20_000)
    .match(/kube_pod_labels\{[^}]*pod="mailer-0"/g);
  expect(rows).toHaveLength(2);
});
