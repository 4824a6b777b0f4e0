import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compressed } from "./compressed";

const ask = (encodings?: string) =>
  new Request("http://127.0.0.1/api/trpc/x", encodings ? { headers: { "accept-encoding": encodings } } : {});
const long = JSON.stringify({ values: Array.from({ length: 2_000 }, (_, index) => index) });
const json = (body: string, init: ResponseInit = {}) =>
  new Response(body, { ...init, headers: { "content-type": "application/json", vary: "trpc-accept" } });

describe("compressed", () => {
  it("gzips a long answer for those who take it, and keeps status and headers", async () => {
    const response = await compressed(ask("gzip, deflate, br"), json(long, { status: 207 }));
    expect(response.status).toBe(207);
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("vary")).toBe("trpc-accept, accept-encoding");
    const body = Buffer.from(await response.arrayBuffer());
    expect(body.length).toBeLessThan(long.length / 2);
    expect(gunzipSync(body).toString()).toBe(long);
  });

  it.each([
    ["without the header", undefined, long],
    ["for other encodings", "br, deflate", long],
    ["when it is short", "gzip", "{}"],
  ])("leaves an answer as it is %s", async (_when, encodings, body) => {
    const response = await compressed(ask(encodings), json(body));
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(await response.text()).toBe(body);
  });

  it("never touches a stream", async () => {
    const stream = new Response(new ReadableStream(), { headers: { "content-type": "text/event-stream" } });
    expect(await compressed(ask("gzip"), stream)).toBe(stream);
  });
});
