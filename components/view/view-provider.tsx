"use client";

import { useQueryStates } from "nuqs";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { isRelative, type RangeProblem, resolveRange, type TimeRange } from "@/lib/time/range";
import { ianaZone } from "@/lib/time/zone";
import { refreshMs, type View, viewParams } from "@/lib/view";
import { serverNow } from "./clock";
import { useReader } from "./reader";

type Change = { [K in keyof View]?: View[K] | null };

export interface ViewState {
  /** The URL's parameters, parsed. */
  readonly view: View;
  /** Writes parameters into the URL. A change that a person would take back gets a history entry of its own. */
  readonly change: (values: Change, options?: { history?: "push" | "replace" }) => void;
  /** Epoch milliseconds that `now` in `from` and `to` stands for; moves with every refresh. */
  readonly anchor: number;
  /** The window that `from` and `to` name at `anchor`, or what is wrong with them. */
  readonly window:
    | { readonly ok: true; readonly range: TimeRange }
    | { readonly ok: false; readonly problem: RangeProblem };
  /** Does the window's end move on with time? */
  readonly moving: boolean;
  /** Moves `now` to the present. `at`: to that instant, unless it is there or further already. */
  readonly reanchor: (at?: number) => void;
  /** IANA name of the zone in which instants are shown. */
  readonly zone: string;
}

const ViewContext = createContext<ViewState | null>(null);

/**
 * The window, zone and refresh that bar, panels and logs of a page share. Wrap a page's bar and content in one.
 * `now`: epoch milliseconds at which the server rendered it, so that both ask for the same first window.
 */
export function ViewProvider({ now, children }: { now: number; children: ReactNode }) {
  const { browserZone } = useReader();
  const [view, setView] = useQueryStates(viewParams, { scroll: false });
  const [anchor, setAnchor] = useState(now);

  const { from, to, tz, refresh } = view;
  const moving = isRelative(to);
  const window = useMemo(() => resolveRange({ from, to }, anchor), [from, to, anchor]);

  const reanchor = useCallback((at?: number) => {
    setAnchor((old) => (at === undefined ? serverNow() : Math.max(old, at)));
  }, []);

  const change = useCallback<ViewState["change"]>(
    (values, { history = "replace" } = {}) => void setView(values, { history }),
    [setView],
  );

  useRefresh(moving ? refreshMs[refresh] : null, reanchor, `${from} ${to}`);

  const zone = tz === "browser" ? browserZone : ianaZone(tz);
  const state = useMemo<ViewState>(
    () => ({ view, change, anchor, window, moving, reanchor, zone }),
    [view, change, anchor, window, moving, reanchor, zone],
  );
  return <ViewContext value={state}>{children}</ViewContext>;
}

/** Calls back every `interval` milliseconds while the page is looked at, and at once when it is again. */
function useRefresh(interval: number | null, reanchor: () => void, range: string): void {
  const last = useRef(0);
  const lastRange = useRef(range);
  useEffect(() => {
    // A range that has just been chosen begins at the present, not at the last refresh.
    if (lastRange.current !== range) {
      lastRange.current = range;
      last.current = Date.now();
      reanchor();
    }
  }, [range, reanchor]);
  useEffect(() => {
    if (interval === null) return;
    if (last.current === 0) last.current = Date.now();
    const look = () => {
      if (document.hidden || Date.now() - last.current < interval - 50) return;
      last.current = Date.now();
      reanchor();
    };
    const timer = setInterval(look, interval);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [interval, reanchor]);
}

export function useView(): ViewState {
  const state = use(ViewContext);
  if (!state) throw new Error("useView needs a ViewProvider above it");
  return state;
}
