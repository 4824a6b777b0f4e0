import { describe, expect, it } from "vitest";
import { relabel, relabelRules } from "./metrics-relabel";
import { TargetHistory } from "./metrics-scrape";
import { readJobs, storedLabels, targetLabels } from "./metrics-scrape-config";

const jobs = readJobs();
const external = { region: "nyc3", cluster: "nyc3-a" };
const project = "0a".repeat(16);
const service = "1b".repeat(16);

describe("relabel", () => {
  const rules = (...written: unknown[]) => relabelRules.parse(written);

  it("anchors expressions, and joins several labels by a semicolon", () => {
    const keep = rules({ action: "keep", source_labels: ["a", "b"], regex: "x;y+" });
    expect(relabel(keep, { a: "x", b: "yyy" })).toEqual({ a: "x", b: "yyy" });
    expect(relabel(keep, { a: "xx", b: "y" })).toBeUndefined();
    expect(relabel(keep, { a: "x" })).toBeUndefined();
  });

  it("replaces by default, leaves what does not match, and removes a label that becomes empty", () => {
    const into = (regex: string) =>
      rules({ source_labels: ["a"], regex, target_label: "b", replacement: "$1" });
    expect(relabel(into("v(.*)"), { a: "v1" })).toEqual({ a: "v1", b: "1" });
    expect(relabel(into("w(.*)"), { a: "v1", b: "old" })).toEqual({ a: "v1", b: "old" });
    expect(relabel(into("v1(.*)"), { a: "v1", b: "old" })).toEqual({ a: "v1" });
  });

  it("maps and drops labels by their names", () => {
    const map = rules(
      { action: "labelmap", regex: "label_(.+)", replacement: "$1" },
      { action: "labeldrop", regex: "label_.+" },
    );
    expect(relabel(map, { label_x: "1", y: "2" })).toEqual({ x: "1", y: "2" });
  });

  it("refuses an action that it would get wrong", () => {
    expect(() => rules({ action: "hashmod", source_labels: ["a"], modulus: 2 })).toThrow();
    expect(() => rules({ action: "keep", if: "{}", regex: "x" })).toThrow();
  });
});

describe("the region's scrape rules", () => {
  const gateway = { job: "envoy", instance: "10.0.0.1:19001", gateway_pod: "edge-0" };
  const route = (suffix: string) =>
    storedLabels(jobs.envoy, gateway, external, {
      __name__: "envoy_cluster_upstream_rq_completed",
      envoy_cluster_name: `httproute/sd-shop/${project}${service}-${suffix}`,
    });

  it("read a service's identity from its route's name", () => {
    expect(route("production/rule/0")).toMatchObject({
      project_id: project,
      service_id: service,
      environment: "production",
      gateway_pod: "edge-0",
      ...external,
    });
    expect(route("my-staging-2/rule/12/backend/1")).toMatchObject({ environment: "my-staging-2" });
  });

  it.each([
    "production/rule/0-mirror-0",
    "preview-42/rule/0",
    "pr-7/rule/0",
    "production/rule/",
    "production",
  ])("drop %s", (suffix) => {
    expect(route(suffix)).toBeUndefined();
  });

  it("keep environments whose names only look like a preview's", () => {
    expect(route("previews/rule/0")).toMatchObject({ environment: "previews" });
    expect(route("production-pr-7/rule/0")).toMatchObject({ environment: "production-pr-7" });
  });

  it("take CPU from real containers, and network from sandboxes of either runtime", () => {
    const stored = (name: string, container: string, pod = "web-0") =>
      storedLabels(jobs.cadvisor, { job: "cadvisor", instance: "node-1" }, external, {
        __name__: name,
        namespace: "sd-shop",
        pod,
        container,
        id: "/x",
        image: "registry/web",
      });
    const cpu = "container_cpu_usage_seconds_total";
    expect(stored(cpu, "web")).toMatchObject({ container: "web", id: "/x" });
    expect(stored(cpu, "web")).not.toHaveProperty("image");
    expect(stored(cpu, "")).toBeUndefined();
    expect(stored(cpu, "POD")).toBeUndefined();
    expect(stored("container_network_receive_bytes_total", "")).not.toHaveProperty("container");
    expect(stored("container_network_receive_bytes_total", "POD")).toMatchObject({ container: "POD" });
    expect(stored("container_network_receive_bytes_total", "", "")).toBeUndefined();
    expect(stored("container_last_seen", "web")).toBeUndefined();
  });

  it("name a pod's owner once, and leave pods that Shuttle does not manage out", () => {
    const stored = (managedBy: string) =>
      storedLabels(jobs["kube-state-metrics"], { job: "kube-state-metrics", instance: "k" }, external, {
        __name__: "kube_pod_labels",
        namespace: "sd-shop",
        pod: "web-0",
        uid: "u",
        label_starform_io_project_id: project,
        label_starform_io_service_id: service,
        label_starform_io_environment: "production",
        label_starform_io_managed_by: managedBy,
      });
    expect(stored("shuttle")).toEqual({
      __name__: "kube_pod_labels",
      job: "kube-state-metrics",
      instance: "k",
      namespace: "sd-shop",
      pod: "web-0",
      uid: "u",
      project_id: project,
      service_id: service,
      environment: "production",
      ...external,
    });
    expect(stored("shuttle-build")).toBeUndefined();
  });

  it("scrape only the ports that are meant", () => {
    const discovered = (port: string, phase = "Running") => ({
      __address__: "10.0.0.1:1",
      __meta_kubernetes_pod_container_port_name: port,
      __meta_kubernetes_pod_phase: phase,
    });
    expect(targetLabels(jobs.envoy, discovered("metrics"))).toMatchObject({ instance: "10.0.0.1:1" });
    expect(targetLabels(jobs.envoy, discovered("http-80"))).toBeUndefined();
    expect(targetLabels(jobs.envoy, discovered("metrics", "Pending"))).toBeUndefined();
  });
});

describe("TargetHistory", () => {
  it("keeps a source's own timestamps where the job honours them, and says whether it answered", () => {
    const target = new TargetHistory(jobs.cadvisor, { job: "cadvisor", instance: "node-1" }, external);
    const row = (value: number, at: number) =>
      `container_memory_working_set_bytes{container="web",namespace="n",pod="p \\"q\\""} ${value} ${at}\n`;
    target.scrape(`# TYPE x gauge\n${row(7, 900)}`, 1_000);
    target.scrape(undefined, 2_000);
    target.scrape(row(8, 2_900), 3_000);
    const [up, memory] = [...target.drain()];
    expect(up).toMatchObject({
      metric: { __name__: "up" },
      values: [1, 0, 1],
      timestamps: [1_000, 2_000, 3_000],
    });
    expect(memory).toMatchObject({ metric: { pod: 'p "q"' }, values: [7, 8], timestamps: [900, 2_900] });
    expect([...target.drain()]).toEqual([]);
  });
});
