import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { getFromStore } from "./store-request";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<URL> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/api/v1/query`);
}

const ask = (url: URL, more: { signal?: AbortSignal; timeout?: number } = {}) =>
  getFromStore({
    url,
    region: "nyc3",
    token: "secret",
    procedure: "metrics.service",
    timeout: 2_000,
    ...more,
  });

describe("getFromStore", () => {
  it("sends the token and the procedure, and gives the answer as it came", async () => {
    const url = await serve((request, response) => {
      response.end(`${request.headers.authorization} ${request.headers["user-agent"]}`);
    });
    expect((await ask(url)).toString()).toBe("Bearer secret stardeck (metrics.service)");
  });

  it.each([
    [401, "unauthorised"],
    [403, "unauthorised"],
    [422, "too-much"],
    [429, "overloaded"],
    [503, "overloaded"],
    [502, "unreachable"],
    [500, "bad-answer"],
    [302, "bad-answer"],
  ])("calls a %i %s, and keeps the store's own words out of the message", async (status, fault) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { location: "http://127.0.0.1:1/" }).end("secret host 10.0.0.7");
    });
    const error = await ask(url).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "StoreError", fault, store: "metrics", region: "nyc3" });
    expect(String(error)).not.toContain("10.0.0.7");
  });

  it.each([
    ["never answers", () => {}],
    ["stops in the middle of its answer", (_request, response) => response.write("{")],
  ] satisfies [string, RequestListener][])("gives up on a store that %s", async (_what, listener) => {
    await expect(ask(await serve(listener), { timeout: 100 })).rejects.toMatchObject({ fault: "timeout" });
  });

  it("says unreachable of one that hangs up", async () => {
    const url = await serve((request) => request.socket.destroy());
    await expect(ask(url)).rejects.toMatchObject({ fault: "unreachable" });
  });

  it("takes its query away when the caller goes", async () => {
    const gone = new AbortController();
    let closed: () => void = () => {};
    const connectionClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await serve((request) => {
      request.socket.on("close", closed);
      gone.abort();
    });
    await expect(ask(url, { signal: gone.signal })).rejects.toMatchObject({ name: "AbortError" });
    await connectionClosed;
  });
});
