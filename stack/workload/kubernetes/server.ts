import type { IncomingMessage, ServerResponse } from "node:http";
import type { RegionId } from "../../world";
import type { Model } from "../model/model";
import { hourMs } from "../model/time";
import { type KubernetesObject, nodeObjects, podObject } from "./objects";
import { fieldSelector, labelSelector, type Selector, SelectorError } from "./selectors";
import { watch } from "./watch";

/** Objects of one kind that a request asks for, as they stand at an instant. */
export type Query = (at: number) => KubernetesObject[];

/** Versions older than this are gone, as they are after etcd's compaction. */
const oldestVersionMs = hourMs;

/**
 * The part of a Kubernetes API server that service discovery and log agents use: list and watch of pods and nodes,
 * single objects, label and field selectors, `limit` with `continue`. A version is the time, in epoch milliseconds,
 * which is enough here since the state at any time can be had again.
 */
export function kubernetesApi(model: Model, region: RegionId, now: () => number = Date.now) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? "/", "http://kubernetes");
    if (request.method !== "GET") {
      sendStatus(
        response,
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
      );
      return;
    }
    const route = /^\/api\/v1(?:\/namespaces\/([^/]+))?\/(pods|nodes)(?:\/([^/]+))?$/.exec(url.pathname);
    const [, namespace, resource, name] = route ?? [];
    if (!route || (resource === "nodes" && namespace)) {
      sendStatus(response, 404, "NotFound", "the server could not find the requested resource");
      return;
    }
    let selectors: Selector[];
    try {
      selectors = selectorsOf(url.searchParams, namespace, name);
    } catch (error) {
      if (!(error instanceof SelectorError)) throw error;
      sendStatus(response, 400, "BadRequest", error.message);
      return;
    }
    const query: Query = (at) => {
      const all =
        resource === "nodes"
          ? nodeObjects(region, model.anchor.origin)
          : model.podsAt(region, at).map((pod) => podObject(pod, at));
      return all.filter((object) => selectors.every((selects) => selects(object)));
    };
    if (name) {
      const [object] = query(now());
      if (object) sendJson(response, 200, object);
      else sendStatus(response, 404, "NotFound", `${resource} ${JSON.stringify(name)} not found`);
    } else if (["1", "true"].includes(url.searchParams.get("watch") ?? "")) {
      const version = versionOf(url.searchParams, now());
      if (version === undefined || version < now() - oldestVersionMs) {
        sendStatus(response, 410, "Expired", "too old resource version");
        return;
      }
      watch(response, query, resource === "nodes" ? "Node" : "Pod", version, url.searchParams, now);
    } else {
      sendList(response, resource === "nodes" ? "NodeList" : "PodList", query, url.searchParams, now());
    }
  };
}

function selectorsOf(
  parameters: URLSearchParams,
  namespace: string | undefined,
  name: string | undefined,
): Selector[] {
  return [
    labelSelector(parameters.get("labelSelector") ?? ""),
    fieldSelector(parameters.get("fieldSelector") ?? ""),
    ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
    ({ metadata }) => name === undefined || metadata.name === decodeURIComponent(name),
  ];
}

/** The version that a watch starts from: now when the client has none, undefined when it is none of ours. */
function versionOf(parameters: URLSearchParams, now: number): number | undefined {
  const text = parameters.get("resourceVersion") ?? "";
  if (text === "" || text === "0") return now;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function sendList(
  response: ServerResponse,
  kind: string,
  query: Query,
  parameters: URLSearchParams,
  now: number,
): void {
  // A page's `continue` names the version that the first page was read at, so that pages fit together.
  const [, version = String(now), offset = "0"] =
    /^(\d{1,15})\.(\d{1,6})$/.exec(parameters.get("continue") ?? "") ?? [];
  const limit = Number(parameters.get("limit") ?? 0);
  const from = Number(offset);
  const items = query(Number(version));
  const to = Number.isInteger(limit) && limit > 0 ? from + limit : items.length;
  sendJson(response, 200, {
    kind,
    apiVersion: "v1",
    metadata: {
      resourceVersion: version,
      ...(to < items.length ? { continue: `${version}.${to}`, remainingItemCount: items.length - to } : {}),
    },
    items: items.slice(from, to),
  });
}

function sendJson(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}

function sendStatus(response: ServerResponse, code: number, reason: string, message: string): void {
  sendJson(response, code, {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    code,
  });
}
