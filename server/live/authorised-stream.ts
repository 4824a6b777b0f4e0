import { openStream } from "./streams";

export interface AuthorisedStream<T> {
  readonly userId: string;
  /** Streams that one user may hold open. */
  readonly most: number;
  /** The client's: when they leave, the stream ends. */
  readonly signal: AbortSignal | undefined;
  /** Throws as soon as the caller may not have the stream any more. */
  readonly authorise: () => Promise<void>;
  readonly stream: (signal: AbortSignal) => AsyncIterable<T>;
}

/** The caller's catalog is remembered, so that asking often costs nothing, and what it forgets is noticed at once. */
const checkEvery = 2_000;

/**
 * A stream that is counted for its user and authorised again and again while it lasts: throws LimitError when the user
 * has too many, and what `authorise` throws once it does. All it holds is let go when it ends, however it ends.
 */
export async function* authorisedStream<T>(options: AuthorisedStream<T>): AsyncGenerator<T> {
  const close = openStream(options.userId, options.most);
  const inner = new AbortController();
  const leave = () => inner.abort();
  options.signal?.addEventListener("abort", leave, { once: true });
  if (options.signal?.aborted) leave();
  let denied: { readonly error: unknown } | undefined;
  let checking = false;
  const timer = setInterval(() => {
    if (checking) return;
    checking = true;
    options
      .authorise()
      .catch((error: unknown) => {
        denied = { error };
        inner.abort();
      })
      .finally(() => {
        checking = false;
      });
  }, checkEvery);
  try {
    for await (const event of options.stream(inner.signal)) {
      if (denied) break;
      yield event;
    }
    if (denied) throw denied.error;
  } finally {
    clearInterval(timer);
    options.signal?.removeEventListener("abort", leave);
    inner.abort();
    close();
  }
}
