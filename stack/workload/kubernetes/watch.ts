import type { ServerResponse } from "node:http";
import type { KubernetesObject } from "./objects";
import type { Query } from "./server";

const pollMs = 500;
const bookmarkMs = 30_000;
const defaultTimeoutSeconds = 1800;

interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: KubernetesObject;
}

/**
 * What changed from one state to the next. A name that was given to a new object is deleted before it is added, since
 * clients know objects by their names.
 */
function changesBetween(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): WatchEvent[] {
  const known = new Map(before.map((object) => [object.metadata.uid, object]));
  const present = new Set(after.map((object) => object.metadata.uid));
  const deleted = before.filter((object) => !present.has(object.metadata.uid));
  return [
    ...deleted.map((object): WatchEvent => ({ type: "DELETED", object })),
    ...after.flatMap((object): WatchEvent[] => {
      const previous = known.get(object.metadata.uid);
      if (!previous) return [{ type: "ADDED", object }];
      const same = previous.metadata.resourceVersion === object.metadata.resourceVersion;
      return same ? [] : [{ type: "MODIFIED", object }];
    }),
  ];
}

/** Streams the changes since `version` until the client leaves or its `timeoutSeconds` have passed. */
export function watch(
  response: ServerResponse,
  query: Query,
  kind: string,
  version: number,
  parameters: URLSearchParams,
  now: () => number,
): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  let state = query(version);
  let bookmarked = now();
  const write = (event: unknown) => response.write(`${JSON.stringify(event)}\n`);
  const step = () => {
    const at = now();
    const next = query(at);
    for (const event of changesBetween(state, next)) write(event);
    state = next;
    if (parameters.get("allowWatchBookmarks") === "true" && at - bookmarked >= bookmarkMs) {
      bookmarked = at;
      write({
        type: "BOOKMARK",
        object: { kind, apiVersion: "v1", metadata: { resourceVersion: String(at) } },
      });
    }
  };
  const poll = setInterval(step, pollMs);
  const asked = Number(parameters.get("timeoutSeconds") ?? defaultTimeoutSeconds);
  const seconds =
    Number.isFinite(asked) && asked > 0 ? Math.min(asked, defaultTimeoutSeconds) : defaultTimeoutSeconds;
  const timeout = setTimeout(() => response.end(), seconds * 1000);
  response.on("close", () => {
    clearInterval(poll);
    clearTimeout(timeout);
  });
  step();
}
