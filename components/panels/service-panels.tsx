"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { createHoverStore, HoverContext } from "@/components/charts/hover";
import { Button } from "@/components/ui/button";
import { RangeProblemNotice } from "@/components/view/range-problem-notice";
import { useReader } from "@/components/view/reader";
import { useView } from "@/components/view/view-provider";
import type { ServiceKey } from "@/lib/paths";
import { panels } from "@/lib/signals";
import { assumedPanelWidth } from "@/lib/time/panel-width";
import { resolveRange, type TimeRange } from "@/lib/time/range";
import { formatInstant } from "@/lib/time/zone";
import { rangeParams, zoomRange } from "@/lib/time/zoom";
import { CrosshairTooltip } from "./crosshair-tooltip";
import { Panel } from "./panel";
import { type Prefetched, useServiceMetrics } from "./use-service-metrics";

interface ServicePanelsProps {
  readonly service: ServiceKey;
  readonly kind: "web" | "worker";
  readonly ephemeral: boolean;
  readonly prefetched: Prefetched | null;
  /** Epoch milliseconds at which the server rendered this page. */
  readonly now: number;
}

/** A service's seven panels over one window. A range that can't be asked gets words and a way back instead. */
export function ServicePanels({ now, ...rest }: ServicePanelsProps) {
  const { view, anchor, window, reanchor } = useView();
  useEffect(() => reanchor(now), [now, reanchor]);
  // This page may be newer than the bar above it, which stays when tabs change.
  const here = useMemo(() => (now > anchor ? resolveRange(view, now) : window), [now, anchor, view, window]);
  if (!here.ok) return <RangeProblemNotice problem={here.problem} />;
  return <PanelGrid key={view.region} {...rest} range={here.range} region={view.region} />;
}

type PanelGridProps = Omit<ServicePanelsProps, "now"> & { range: TimeRange; region: string | null };

function PanelGrid({ service, kind, ephemeral, prefetched, range, region }: PanelGridProps) {
  const { change, moving, zone } = useView();
  const { locale } = useReader();
  const [hover] = useState(createHoverStore);
  const [grid, panelWidth] = usePanelWidth();
  const selection = { ...service, ...(region === null ? {} : { region }) };
  const { data, failure, asking, retry } = useServiceMetrics(selection, range, panelWidth, prefetched);
  const zooms = useRef(0);

  const onSelect = (from: number, to: number) => {
    zooms.current += 1;
    change(rangeParams(zoomRange(from, to, range)), { history: "push" });
  };
  const onBack = () => {
    if (zooms.current === 0) return;
    zooms.current -= 1;
    window.history.back();
  };

  const applicable = panels.filter(({ source }) => source === "containers" || (kind === "web" && !ephemeral));
  return (
    <HoverContext value={hover}>
      <main id="content" aria-busy={asking && data === undefined} className="relative flex-1">
        {asking && data ? (
          <div
            aria-hidden="true"
            className="pointer-events-none absolute inset-x-0 top-0 z-10 h-0.5 overflow-hidden"
          >
            <div className="progress-hint h-full w-1/4 bg-accent/70" />
          </div>
        ) : null}
        <div
          ref={grid}
          className="grid grid-cols-1 gap-px border-border border-b bg-border md:grid-cols-2 xl:grid-cols-3"
        >
          {panels.map((panel) => (
            <Panel
              key={panel.id}
              panel={panel}
              service={{ kind, ephemeral }}
              {...{ data, failure, range, moving, zone, locale, onSelect, onBack }}
              onRetry={retry}
            />
          ))}
        </div>
      </main>
      {data && failure !== undefined ? (
        <FailureNotice
          message={failure}
          knownAt={formatInstant(data.asOf, zone, locale, range.to)}
          onRetry={retry}
        />
      ) : null}
      {data ? <CrosshairTooltip panels={applicable} data={data} zone={zone} locale={locale} /> : null}
    </HoverContext>
  );
}

interface FailureNoticeProps {
  readonly message: string;
  readonly knownAt: string;
  readonly onRetry: () => void;
}

/** Said once for all panels while they keep what they had; it lies over the page's foot, so that nothing moves. */
function FailureNotice({ message, knownAt, onRetry }: FailureNoticeProps) {
  return (
    <div
      role="alert"
      className="sticky bottom-3 z-20 mx-auto my-3 flex w-max max-w-[calc(100%-24px)] items-center gap-3 rounded-md border border-border bg-surface py-2 pr-2 pl-3 text-sm shadow-menu"
    >
      <p>
        <span className="text-unreachable">{message}</span> The panels show what was known at {knownAt}.
      </p>
      <Button look="outlined" onPress={onRetry}>
        Retry
      </Button>
    </div>
  );
}

/** The width of one column of the grid in CSS pixels. */
function usePanelWidth() {
  const grid = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(assumedPanelWidth);
  useEffect(() => {
    const element = grid.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const first = getComputedStyle(element).gridTemplateColumns.split(" ")[0];
      const pixels = Math.round(Number.parseFloat(first ?? ""));
      if (pixels > 0) setWidth(pixels);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [grid, width] as const;
}
