"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Whether long lines wrap is a habit of the reader, not part of the view: it is kept in the browser. */
const key = "logs-wrap";
const listeners = new Set<() => void>();

function stored(): boolean {
  try {
    return localStorage.getItem(key) === "1";
  } catch {
    // Storage can be switched off; then the choice lasts as long as the page.
    return false;
  }
}

let choice: boolean | undefined;
const snapshot = (): boolean => {
  choice ??= stored();
  return choice;
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWrapChoice(): [wrap: boolean, setWrap: (wrap: boolean) => void] {
  const wrap = useSyncExternalStore(subscribe, snapshot, () => false);
  const setWrap = useCallback((next: boolean) => {
    choice = next;
    try {
      localStorage.setItem(key, next ? "1" : "0");
    } catch {
      // See above.
    }
    for (const listener of listeners) listener();
  }, []);
  return [wrap, setWrap];
}
