import { describe, expect, it, vi } from "vitest";
import { readStack, serviceOf } from "./client/read-stack";
import { askStore } from "./client/recorded";
import { remoteWriteBody } from "./client/remote-write";

// What each token of a region's door may ask, with the real vmauth in front of the real store.

const stack = readStack();
const checkout = serviceOf(stack, "acme-shop", "production", "checkout");
const { metrics } = checkout.in;
const scope = `extra_label=project_id=${checkout.projectId}`;
const stranger = serviceOf(stack, "globex", "production", "api").projectId;

async function ask(token: string | undefined, path: string, init: RequestInit = {}) {
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  const response = await fetch(`${metrics.url}${path}`, { ...init, headers });
  const text = await response.text();
  return { status: response.status, text };
}

/** The number that `count(…)` answers; 0 where nothing is counted. */
async function count(token: string, query: string, parameters: string, init?: RequestInit): Promise<number> {
  const path = `/api/v1/query?query=${encodeURIComponent(`count(${query})`)}&latency_offset=1ms&${parameters}`;
  const { status, text } = await ask(token, path, init);
  expect(status, text).toBe(200);
  return Number(JSON.parse(text).data.result[0]?.value[1] ?? 0);
}

const form = (parameters: Readonly<Record<string, string>>): RequestInit => ({
  method: "POST",
  body: new URLSearchParams(parameters),
});

describe("without a token", () => {
  it.each(["/api/v1/query?query=up", "/metrics", "/flags", "/debug/pprof/", "/-/reload", "/vmui/"])(
    "%s is refused",
    async (path) => {
      expect((await ask(undefined, path)).status).toBe(401);
      expect((await ask("not-a-token", path)).status).toBe(401);
    },
  );
});

describe("the read token", () => {
  const { readToken } = metrics;

  it("reads one project's series", async () => {
    expect(await count(readToken, "starform:service:cpu", scope)).toBeGreaterThan(0);
  });

  it.each([
    "",
    "extra_label=project_id=",
    "extra_label=project_id=.*",
    `${scope}0`,
    `extra_label=environment=production`,
    `extra_label=x=project_id=${checkout.projectId}`,
    `extra_filters[]={project_id="${checkout.projectId}"}`,
    `extra_label[]=project_id=${checkout.projectId}`,
  ])("is refused a question whose URL names no project: %s", async (parameters) => {
    for (const path of ["/api/v1/query", "/api/v1/query_range"]) {
      expect((await ask(readToken, `${path}?query=up&${parameters}`)).status).toBe(400);
    }
  });

  it("is refused a project that stands in the body alone", async () => {
    const init = form({ query: "up", extra_label: `project_id=${checkout.projectId}` });
    expect((await ask(readToken, "/api/v1/query", init)).status).toBe(400);
  });

  it("is not widened by what a body adds", async () => {
    const own = await count(readToken, "starform:service:cpu", scope);
    for (const body of [
      { "extra_filters[]": '{project_id=~".*"}' },
      { extra_filters: '{project_id!=""}' },
      { "extra_filters[]": `{project_id="${stranger}"}`, extra_filters: `{project_id="${stranger}"}` },
      { extra_label: `project_id=${stranger}` },
    ]) {
      expect(await count(readToken, "starform:service:cpu", scope, form(body))).toBeLessThanOrEqual(own);
    }
    const foreign = `starform:service:cpu{project_id="${stranger}"} or up`;
    expect(await count(readToken, foreign, scope)).toBe(0);
    const init = form({ extra_label: `project_id=${stranger}`, extra_filters: `{project_id="${stranger}"}` });
    expect(await count(readToken, foreign, scope, init)).toBe(0);
  });

  it.each([
    "/api/v1/export",
    "/api/v1/series",
    "/api/v1/labels",
    "/api/v1/label/project_id/values",
    "/api/v1/status/tsdb",
    "/api/v1/admin/tsdb/delete_series",
    "/api/v1/import",
    "/api/v1/write",
    "/federate",
    "/vmui/",
    "/metrics",
    "//api/v1/export",
    "/api/v1/query%2f..%2fexport",
    "/vmagent/api/v1/targets",
  ])("is refused %s", async (path) => {
    expect((await ask(readToken, `${path}?${scope}&match[]=up`)).status).toBe(400);
  });
});

describe("the platform token", () => {
  const { platformToken } = metrics;

  it("sees sources", async () => {
    expect(await count(platformToken, "up", "")).toBeGreaterThan(0);
    expect(await count(platformToken, "starform:source:targets", "")).toBeGreaterThan(0);
  });

  it("sees no tenant's series, whatever it asks for", async () => {
    const tenants = '{__name__=~"starform:service:.+|envoy_.+|kube_.+|container_.+"}';
    for (const parameters of ["", scope, 'extra_filters[]={project_id=~".%2B"}']) {
      expect(await count(platformToken, tenants, parameters)).toBe(0);
    }
    const init = form({ extra_label: `project_id=${stranger}`, "extra_filters[]": '{project_id=~".+"}' });
    expect(await count(platformToken, tenants, "", init)).toBe(0);
  });

  it("sees what agent and rules know of themselves, and no more of them", async () => {
    expect((await ask(platformToken, "/vmagent/api/v1/targets")).text).toContain('"activeTargets"');
    expect((await ask(platformToken, "/vmalert/api/v1/rules")).text).toContain("starform:service:rps");
    for (const path of ["/vmagent/config", "/vmagent/api/v1/targets/../../../config", "/vmalert/-/reload"]) {
      expect((await ask(platformToken, path)).status).toBe(400);
    }
  });
});

describe("the write token", () => {
  const { writeToken } = metrics;
  const push = (labels: Readonly<Record<string, string>>, value: number) =>
    ask(writeToken, "/api/v1/write", {
      method: "POST",
      headers: { "content-encoding": "snappy", "content-type": "application/x-protobuf" },
      body: new Uint8Array(remoteWriteBody(labels, value, Date.now())),
    });

  it.each(["/api/v1/query?query=up", "/api/v1/query_range?query=up", "/api/v1/export", "/api/v1/import"])(
    "is refused %s",
    async (path) => {
      const separator = path.includes("?") ? "&" : "?";
      expect((await ask(writeToken, `${path}${separator}${scope}`)).status).toBe(400);
    },
  );

  it("writes under its own region and cluster only, and never what rules record", async () => {
    // The same run's name in all three, so that the last one's arrival tells that the others have been dealt with.
    const run = `run-${Date.now()}`;
    const forged = { run, project_id: "f".repeat(32), environment: "production", service_id: "f".repeat(32) };
    expect((await push({ __name__: "starform:service:rps", ...forged }, 666)).status).toBe(204);
    expect((await push({ __name__: "ALERTS", ...forged }, 1)).status).toBe(204);
    const lie = {
      __name__: "stardeck_door_test",
      run,
      region: "elsewhere",
      cluster: "nobody",
      via: "vmalert",
    };
    expect((await push(lie, 42)).status).toBe(204);

    const written = await vi.waitFor(
      async () => {
        const found = await askStore(checkout.in, "query", { query: `{run="${run}"}` });
        expect(found).not.toHaveLength(0);
        return found;
      },
      { timeout: 20_000, interval: 250 },
    );
    expect(written.map(({ metric }) => metric)).toEqual([
      { __name__: "stardeck_door_test", run, region: checkout.in.id, cluster: checkout.in.cluster },
    ]);
  });
});
