"use client";

import { createContext, use, useSyncExternalStore } from "react";

/** The instant under the crosshair, shared by all charts of a page. */
export interface Hover {
  /** Index of the point on the shared grid. */
  readonly index: number;
  /** Epoch milliseconds at which the point is drawn. */
  readonly at: number;
  /** Where the tooltip stands by, in viewport pixels. */
  readonly x: number;
  readonly y: number;
}

export interface HoverStore {
  readonly get: () => Hover | null;
  readonly set: (hover: Hover | null) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A store outside React: a moving pointer must not render seven panels. */
export function createHoverStore(): HoverStore {
  let hover: Hover | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => hover,
    set: (next) => {
      if (next === hover) return;
      hover = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const HoverContext = createContext<HoverStore>(createHoverStore());
export const useHoverStore = (): HoverStore => use(HoverContext);

/** The index under the crosshair; renders only when it changes. */
export function useHoverIndex(): number | null {
  const store = useHoverStore();
  return useSyncExternalStore(
    store.subscribe,
    () => store.get()?.index ?? null,
    () => null,
  );
}
