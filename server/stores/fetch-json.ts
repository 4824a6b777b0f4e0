import { StoreError, type StoreFault } from "../errors";

export interface StoreRequest {
  readonly url: URL;
  readonly store: "metrics" | "logs";
  readonly region: string;
  readonly token: string;
  /** The procedure that asks, so that the store's own log points back at the code. */
  readonly procedure: string;
  /** The caller's own signal: when they go away, so does the query. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

/** GETs one JSON answer from a store within the time limit. Throws StoreError; the caller's own abort goes through. */
export async function fetchJson(request: StoreRequest): Promise<unknown> {
  const limit = AbortSignal.timeout(request.timeout);
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
  const fail = (fault: StoreFault, cause?: unknown) =>
    new StoreError(request.store, request.region, fault, { cause });
  try {
    const response = await fetch(request.url, {
      signal,
      // The store stands on the same network: compressing for it would cost more than the bytes.
      headers: {
        authorization: `Bearer ${request.token}`,
        "user-agent": `stardeck (${request.procedure})`,
        "accept-encoding": "identity",
      },
      redirect: "error",
    });
    if (!response.ok)
      throw fail(faultOf(response.status), new Error((await response.text()).slice(0, 2_000)));
    return await response.json();
  } catch (error) {
    if (error instanceof StoreError || request.signal?.aborted) throw error;
    if (limit.aborted) throw fail("timeout", error);
    throw fail(error instanceof SyntaxError ? "bad-answer" : "unreachable", error);
  }
}

function faultOf(status: number): StoreFault {
  if (status === 401 || status === 403) return "unauthorised";
  if (status === 422) return "too-much";
  if (status === 429 || status === 503) return "overloaded";
  if (status === 502 || status === 504) return "unreachable";
  return "bad-answer";
}
