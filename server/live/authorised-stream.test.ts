import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LimitError, NotFoundError } from "../errors";
import { authorisedStream } from "./authorised-stream";
import { openStream } from "./streams";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream that says one thing and then waits until its signal aborts. */
async function* endless(signal: AbortSignal): AsyncGenerator<string> {
  yield "first";
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

const open = (
  userId: string,
  options: { authorise?: () => Promise<void>; signal?: AbortSignal; most?: number } = {},
) =>
  authorisedStream({
    userId,
    most: options.most ?? 2,
    signal: options.signal,
    authorise: options.authorise ?? (() => Promise.resolve()),
    stream: endless,
  });

describe("authorisedStream", () => {
  test("ends with the denial as soon as the caller may not have it any more", async () => {
    let denied = false;
    const stream = open("ada", {
      authorise: () => (denied ? Promise.reject(new NotFoundError()) : Promise.resolve()),
    });
    await stream.next();
    const next = stream.next();
    await vi.advanceTimersByTimeAsync(10_000);
    denied = true;
    const ended = expect(next).rejects.toBeInstanceOf(NotFoundError);
    await vi.advanceTimersByTimeAsync(2_000);
    await ended;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a client who leaves frees their place", async () => {
    const client = new AbortController();
    const stream = open("grace", { signal: client.signal, most: 1 });
    await stream.next();
    await expect(open("grace", { most: 1 }).next()).rejects.toBeInstanceOf(LimitError);
    const next = stream.next();
    client.abort();
    expect((await next).done).toBe(true);
    const again = open("grace", { most: 1 });
    expect((await again.next()).value).toBe("first");
    await again.return(undefined);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("each user has their own places, and giving one back twice gives back one", () => {
  const close = openStream("one", 2);
  openStream("one", 2);
  expect(() => openStream("one", 2)).toThrow(LimitError);
  openStream("two", 2);
  close();
  close();
  openStream("one", 2);
  expect(() => openStream("one", 2)).toThrow(LimitError);
});
