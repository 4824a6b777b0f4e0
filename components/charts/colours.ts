"use client";

import { useSyncExternalStore } from "react";

/** The theme's tokens as a canvas needs them: resolved, since it knows no custom properties. */
export interface ChartColours {
  readonly text: string;
  readonly faint: string;
  readonly border: string;
  readonly gridline: string;
  readonly series: readonly string[];
  readonly font: string;
}

let current: ChartColours | undefined;
const listeners = new Set<() => void>();

function read(): ChartColours {
  const probe = document.createElement("span");
  probe.style.display = "none";
  document.body.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const colours: ChartColours = {
    text: colour("ink"),
    faint: colour("faint"),
    border: colour("border"),
    gridline: colour("gridline"),
    series: [colour("series-1"), colour("series-2"), colour("series-3"), colour("series-4")],
    font: getComputedStyle(document.documentElement).fontFamily,
  };
  probe.remove();
  return colours;
}

function reread(): void {
  current = read();
  for (const listener of listeners) listener();
}

let stopWatching: (() => void) | undefined;

function watch(): () => void {
  const observer = new MutationObserver(reread);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const queries = ["(prefers-color-scheme: light)", "(forced-colors: active)"].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener("change", reread);
  // A canvas keeps the face that it was drawn with, so it is drawn again once the bundled one is here.
  void document.fonts.ready.then(reread);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", reread);
  };
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) stopWatching = watch();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stopWatching?.();
  };
}

function snapshot(): ChartColours {
  current ??= read();
  return current;
}

/** The theme's colours, anew whenever the theme changes; null at the server. */
export const useChartColours = (): ChartColours | null =>
  useSyncExternalStore<ChartColours | null>(subscribe, snapshot, () => null);
