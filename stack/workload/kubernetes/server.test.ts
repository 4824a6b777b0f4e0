import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { ports } from "../../layout";
import { Model } from "../model/model";
import { pathOf } from "../model/profiles";
import { anchorAt, historyMs, hourMs } from "../model/time";
import { kubernetesApi } from "./server";

const anchor = anchorAt(Date.parse("2026-11-23T22:00:07Z"));
const model = new Model(anchor);
let now = anchor.firstStart;
const servers: Server[] = [];

afterEach(() => {
  now = anchor.firstStart;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function api(): Promise<string> {
  const server = createServer(kubernetesApi(model, "nyc3", () => now));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

interface Listed {
  metadata: { resourceVersion: string; continue?: string };
  items: {
    metadata: { name: string; namespace: string; uid: string };
    spec: { containers: { ports: { name: string; containerPort: number }[] }[] };
    status: {
      podIP: string;
      addresses: { type: string; address: string }[];
      daemonEndpoints: { kubeletEndpoint: { Port: number } };
    };
  }[];
}

const list = async (url: string): Promise<Listed> => (await fetch(url)).json();

test("discovery finds the gateways, kube-state-metrics and the kubelets where they listen", async () => {
  const base = await api();
  const selector = "app.kubernetes.io/component=proxy,app.kubernetes.io/managed-by=envoy-gateway";
  const gateways = await list(
    `${base}/api/v1/namespaces/envoy-gateway-system/pods?labelSelector=${encodeURIComponent(selector)}&resourceVersion=0&resourceVersionMatch=NotOlderThan`,
  );
  const metrics = gateways.items.map(({ spec, status }) => [
    status.podIP,
    spec.containers[0]?.ports.find(({ name }) => name === "metrics")?.containerPort,
  ]);
  expect(metrics).toEqual([
    ["127.0.0.1", ports.gateway("nyc3", 0)],
    ["127.0.0.1", ports.gateway("nyc3", 1)],
  ]);
  const state = await list(`${base}/api/v1/pods?labelSelector=app.kubernetes.io%2Fname%3Dkube-state-metrics`);
  expect(state.items[0]?.spec.containers[0]?.ports[0]).toMatchObject({
    name: "http",
    containerPort: ports.kubeStateMetrics("nyc3"),
  });
  const nodes = await list(`${base}/api/v1/nodes`);
  expect(nodes.items.map(({ status }) => status.daemonEndpoints.kubeletEndpoint.Port)).toEqual([
    ports.kubelet("nyc3", 0),
    ports.kubelet("nyc3", 1),
  ]);
  expect(nodes.items[0]?.status.addresses[0]).toEqual({ type: "InternalIP", address: "127.0.0.1" });
});

test("pages of a list fit together, though the cluster moves on between them", async () => {
  const base = await api();
  const whole = await list(`${base}/api/v1/pods`);
  const names: string[] = [];
  let url = `${base}/api/v1/pods?limit=4`;
  for (;;) {
    const page = await list(url);
    names.push(...page.items.map(({ metadata }) => metadata.uid));
    if (!page.metadata.continue) break;
    now += hourMs;
    url = `${base}/api/v1/pods?limit=4&continue=${page.metadata.continue}`;
  }
  expect(names).toEqual(whole.items.map(({ metadata }) => metadata.uid));
});

test("a watch tells what changed since its version; a reused name is deleted before it is added", async () => {
  const base = await api();
  const mailer = model.placementsIn("nyc3").find((placement) => pathOf(placement).endsWith("/mailer"));
  const pods = mailer ? model.podsOf(mailer, anchor.firstStart - historyMs, anchor.firstStart) : [];
  const [old, next] = pods.filter(({ kind }) => kind === "service");
  if (!old || !next) throw new Error("the mailer was deployed");
  now = next.ready + 1000;
  const response = await fetch(
    `${base}/api/v1/namespaces/${old.namespace}/pods?watch=1&allowWatchBookmarks=true&timeoutSeconds=1&labelSelector=app.kubernetes.io%2Fname%3Dmailer&resourceVersion=${old.end - 1000}`,
  );
  const events = (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events.map(({ type, object }) => [type, object.metadata.uid])).toEqual([
    ["DELETED", old.uid],
    ["ADDED", next.uid],
  ]);
  expect(events[1].object.status.containerStatuses[0]).toMatchObject({ ready: true, restartCount: 0 });
});

test("what an API server refuses is refused in its words", async () => {
  const base = await api();
  const status = async (path: string) => {
    const response = await fetch(base + path);
    const body = await response.json();
    expect(body).toMatchObject({ kind: "Status", status: "Failure", code: response.status });
    return [response.status, body.reason];
  };
  expect(await status("/api/v1/secrets")).toEqual([404, "NotFound"]);
  expect(await status("/api/v1/namespaces/monitoring/nodes")).toEqual([404, "NotFound"]);
  expect(await status("/api/v1/namespaces/monitoring/pods/nobody")).toEqual([404, "NotFound"]);
  expect(await status("/api/v1/pods?fieldSelector=a%3Db")).toEqual([400, "BadRequest"]);
  expect(await status(`/api/v1/pods?watch=1&resourceVersion=${now - 2 * hourMs}`)).toEqual([410, "Expired"]);
});

test("a container that was killed for its memory says so", async () => {
  const fra1 = model.podsIn("fra1", anchor.firstStart - historyMs, anchor.firstStart);
  const killed = fra1.find((pod) => pod.runs.some(({ exit }) => exit?.reason === "OOMKilled"));
  const first = killed?.runs[0];
  if (!killed || !first) throw new Error("ingest was killed");
  now = first.end + 10_000;
  const server = createServer(kubernetesApi(model, "fra1", () => now));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address !== "string" ? address.port : 0;
  const pod = await (
    await fetch(`http://127.0.0.1:${port}/api/v1/namespaces/${killed.namespace}/pods/${killed.name}`)
  ).json();
  expect(pod.status.containerStatuses[0]).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } },
  });
});
