import { setTimeout as sleep } from "node:timers/promises";

export interface HealthOptions {
  /** Milliseconds until it is given up. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Called about every five seconds while it is not healthy yet. */
  readonly onWaiting?: (elapsedMs: number) => void;
}

const pauseMs = 100;
const sayEveryMs = 5_000;

/** Polls a URL until it answers 2xx. Resolves false at the deadline; rejects when the signal aborts. */
export async function waitUntilHealthy(url: string, options: HealthOptions): Promise<boolean> {
  const started = Date.now();
  let said = 0;
  while (!(await answers(url, options.signal))) {
    const elapsed = Date.now() - started;
    if (elapsed >= options.deadlineMs) return false;
    if (elapsed - said >= sayEveryMs) {
      said = elapsed;
      options.onWaiting?.(elapsed);
    }
    await sleep(pauseMs, undefined, { signal: options.signal });
  }
  return true;
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
