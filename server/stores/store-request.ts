import http from "node:http";
import https from "node:https";
import { StoreError, type StoreFault } from "../errors";
import { once } from "../process";

export interface StoreRequest {
  readonly url: URL;
  readonly region: string;
  readonly token: string;
  /** The procedure that asks, so that the store's own log points back at the code. */
  readonly procedure: string;
  /** The caller's own signal: when they go away, so does the query. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

/** More than any answer that a bounded question can have. */
const maxBytes = 64 * 1024 * 1024;

/**
 * GETs an answer from a region's metrics store within the time limit, as it came: plain `node:http`, because
 * `fetch` spends more on its streams than the store on the query. Throws StoreError; the caller's own abort goes through.
 */
export async function getFromStore(request: StoreRequest): Promise<Buffer> {
  const limit = AbortSignal.timeout(request.timeout);
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
  const fail = (fault: StoreFault, cause: unknown) =>
    new StoreError("metrics", request.region, fault, { cause });
  try {
    const { status, body } = await get(request, signal);
    if (status === 200) return body;
    throw fail(faultOf(status), new Error(`${status}: ${body.subarray(0, 2_000).toString("utf8")}`));
  } catch (error) {
    if (error instanceof StoreError || request.signal?.aborted) throw error;
    throw fail(limit.aborted ? "timeout" : "unreachable", error);
  }
}

function get(
  { url, token, procedure }: StoreRequest,
  signal: AbortSignal,
): Promise<{ status: number; body: Buffer }> {
  const client = url.protocol === "https:" ? https : http;
  const agent = once(
    `store agent ${url.protocol}`,
    () => new client.Agent({ keepAlive: true, maxSockets: 64 }),
  );
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      "user-agent": `stardeck (${procedure})`,
      // The store stands on the same network: compressing for it would cost more than the bytes.
      "accept-encoding": "identity",
    };
    const sent = client.get(url, { agent, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBytes) response.destroy(new Error(`the answer is over ${maxBytes} bytes`));
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks, bytes) }),
      );
    });
    sent.on("error", reject);
  });
}

function faultOf(status: number): StoreFault {
  if (status === 401 || status === 403) return "unauthorised";
  if (status === 422) return "too-much";
  if (status === 429 || status === 503) return "overloaded";
  if (status === 502 || status === 504) return "unreachable";
  return "bad-answer";
}
