"use client";

import { useSyncExternalStore } from "react";
import { useReader } from "./reader";

/**
 * The server's clock as this browser knows it. Ages are differences of instants that servers stamped: a laptop whose
 * clock is wrong must not make data look older or fresher than it is.
 */
let offset = 0;
let tick = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** Tells the clock what the server's one showed (epoch milliseconds) in an answer that has just come in. */
export function noteServerNow(now: number): void {
  offset = now - Date.now();
}

/** Epoch milliseconds of the server's clock. */
export const serverNow = (): number => Date.now() + offset;

function advance(): void {
  tick = serverNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(advance, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function snapshot(): number {
  if (timer === undefined || tick === 0) tick = serverNow();
  return tick;
}

/** Epoch milliseconds of the server's clock, once a second; one timer for the whole page. */
export function useNow(): number {
  const { renderedAt } = useReader();
  return useSyncExternalStore(subscribe, snapshot, () => renderedAt);
}
