"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { RangeProblemNotice } from "@/components/view/range-problem-notice";
import { useReader } from "@/components/view/reader";
import { useView } from "@/components/view/view-provider";
import type { ServiceKey } from "@/lib/paths";
import { resolveRange, type TimeRange } from "@/lib/time/range";
import { sameDay } from "@/lib/time/zone";
import { rangeParams } from "@/lib/time/zoom";
import { type FirstPage, lineSelection, viewFilter } from "./first-page";
import { LiveLines } from "./live-lines";
import { LogBar } from "./log-bar";
import type { RowFormat } from "./log-row";
import { SearchLines } from "./search-lines";
import type { SharedListProps } from "./shared-list";
import { useWrapChoice } from "./wrap-choice";

interface LogPanelProps {
  readonly service: ServiceKey;
  readonly first: FirstPage | null;
  /** Epoch milliseconds at which the server rendered this page. */
  readonly now: number;
}

/** The logs of a service: what is searched above, the lines below; a search of a window, or the tail of the present. */
export function LogPanel({ service, first, now }: LogPanelProps) {
  const { view, change, window: known, anchor: knownAnchor, reanchor, zone } = useView();
  const { locale } = useReader();
  const [wrap, setWrap] = useWrapChoice();
  const [paused, setPaused] = useState(false);
  const { q, level, source, region } = view;
  // A tail is of the present: a window that ends in the past is searched.
  const live = view.live && view.to === "now";

  useEffect(() => reanchor(now), [now, reanchor]);
  // This page may be newer than the bar above it, which stays when tabs change.
  const anchor = Math.max(knownAnchor, now);
  const window = useMemo(
    () => (now > knownAnchor ? resolveRange(view, now) : known),
    [now, knownAnchor, view, known],
  );

  const selection = useMemo(() => lineSelection(service, { region }), [service, region]);
  const filter = useMemo(() => viewFilter({ q, level, source }), [q, level, source]);
  const since = window.ok ? window.range.from : anchor;
  const days = !sameDay(since, anchor, zone);
  const format = useMemo<RowFormat>(
    () => ({ words: q, wrap, zone, locale, days }),
    [q, wrap, zone, locale, days],
  );

  // Another question begins another tail, and another place in it.
  const ask = useCallback(
    (values: Parameters<typeof change>[0], options?: Parameters<typeof change>[1]) => {
      setPaused(false);
      change({ ...values, cursor: null }, options);
    },
    [change],
  );
  const writeCursor = useCallback((cursor: string) => change({ cursor }), [change]);
  const select = useCallback((line: string | null) => change({ line }), [change]);
  const setLive = (on: boolean) => {
    reanchor();
    ask(on ? { live: true, to: null, ...(view.to !== "now" && { from: null }) } : { live: null });
  };
  const sought = useRef(view.line);
  const shared: SharedListProps = {
    format,
    now: anchor,
    selected: view.line,
    sought,
    onSelect: select,
    onLoadGap: (range: TimeRange) =>
      ask({ ...rangeParams(range), live: null, line: null }, { history: "push" }),
    onContinueBefore: (instant) =>
      ask({ to: new Date(instant + 1).toISOString(), live: null, line: null }, { history: "push" }),
  };

  if (!window.ok) return <RangeProblemNotice problem={window.problem} />;
  return (
    // The page's rest of the window's height, whatever stands above: the list scrolls, the page doesn't.
    <main id="content" className="relative min-h-112 flex-1">
      <div className="absolute inset-0 flex flex-col">
        <LogBar
          words={q}
          levels={level}
          source={source}
          wrap={wrap}
          live={live}
          paused={paused}
          onWords={(words) => ask({ q: words })}
          onLevels={(levels) => ask({ level: levels })}
          onSource={(kind) => ask({ source: kind })}
          onWrap={setWrap}
          onLive={setLive}
          onPaused={setPaused}
        />
        {live ? (
          <LiveLines
            key={JSON.stringify([selection, filter])}
            {...shared}
            selection={selection}
            filter={filter}
            since={since}
            paused={paused}
            onResume={() => setPaused(false)}
            resumeFrom={view.cursor}
            onCursor={writeCursor}
          />
        ) : (
          <SearchLines
            {...shared}
            selection={selection}
            filter={filter}
            range={window.range}
            rangeText={`${view.from} ${view.to}`}
            first={first}
            onFilterCleared={() => ask({ q: null, level: null })}
          />
        )}
      </div>
    </main>
  );
}
