"use client";

import { ChartLine, Table2 } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useChartColours } from "@/components/charts/colours";
import { Plot } from "@/components/charts/plot";
import { middleOf } from "@/components/charts/points";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/view/clock";
import { absenceWord } from "@/lib/absence";
import type { ServiceMetrics } from "@/lib/metrics";
import { hasPoints, panelState } from "@/lib/panel-state";
import type { Panel as PanelSpec } from "@/lib/signals";
import type { TimeRange } from "@/lib/time/range";
import { formatClock } from "@/lib/time/zone";
import { formatValue } from "@/lib/units";
import { pointTime } from "./crosshair-tooltip";
import { Legend, PanelHeadline } from "./panel-headline";
import { panelLines, tailLength } from "./panel-lines";
import { PanelTable } from "./panel-table";
import { PanelWords } from "./panel-words";

/** A sample older than this is not current. Milliseconds. */
const staleAfter = 120_000;

interface PanelProps {
  readonly panel: PanelSpec;
  readonly service: { readonly kind: "web" | "worker"; readonly ephemeral: boolean };
  readonly data: ServiceMetrics | undefined;
  readonly failure: string | undefined;
  readonly range: TimeRange;
  readonly moving: boolean;
  readonly zone: string;
  readonly locale: string;
  readonly onSelect: (from: number, to: number) => void;
  readonly onBack: () => void;
  readonly onRetry: () => void;
}

/** One of the seven: title, newest value with its age, and its chart, its table, or the words for why there is none. */
export function Panel(props: PanelProps) {
  const { panel, service, data, failure, range, moving, zone, locale, onSelect, onBack, onRetry } = props;
  const titleId = useId();
  const [asTable, setAsTable] = useState(false);
  const [plotBox, width] = useWidth();
  const present = useNow();
  const now = moving ? present : Math.min(range.to, present);
  const state = panelState({ panel, service, data, failure, now, staleAfter });
  const colours = useChartColours();

  const silentSince = state.kind === "stale" ? state.since : state.kind === "failed" ? data?.asOf : undefined;
  const tailFrom = silentSince === undefined ? null : silentSince - tailLength(range);
  const option = useMemo(
    () =>
      colours && width > 0
        ? panelLines(panel, data, { range, width, zone, locale, colours, tailFrom })
        : undefined,
    [panel, data, range, width, zone, locale, colours, tailFrom],
  );
  const bands =
    silentSince === undefined
      ? []
      : [
          {
            from: silentSince,
            to: range.to,
            word: `no data since ${formatClock(silentSince, zone, "minute")}`,
          },
        ];

  const draws = state.kind !== "not-applicable" && state.kind !== "never" && data !== undefined;
  const drawn = draws && hasPoints(panel, data);
  return (
    <figure aria-labelledby={titleId} className="flex min-w-0 flex-col bg-surface last:col-span-full">
      <figcaption className="flex h-10 items-center gap-2 pr-2 pl-4">
        <h2 id={titleId} title={panel.about} className="mr-auto truncate font-medium text-sm">
          {panel.title}
        </h2>
        {draws ? <Legend panel={panel} state={state} data={data} locale={locale} /> : null}
        <Button
          square
          aria-label={`${panel.title} as a table`}
          aria-pressed={asTable}
          isDisabled={!draws}
          onPress={() => setAsTable(!asTable)}
          className="size-7 text-faint"
        >
          {asTable ? <ChartLine aria-hidden size={14} /> : <Table2 aria-hidden size={14} />}
        </Button>
      </figcaption>
      <div className="flex h-7 items-center pr-4 pl-4">
        <PanelHeadline {...{ panel, state, data, moving, zone, locale }} />
      </div>
      <div ref={plotBox} className="relative h-45 sm:h-48 xl:h-[max(12rem,calc((100dvh-19rem)/3))]">
        {state.kind === "loading" ? <div className="skeleton absolute inset-3 top-2 left-4" /> : null}
        {draws && option && !asTable ? (
          <Plot
            name={panel.title}
            option={option}
            grid={data}
            range={range}
            bands={bands}
            middleOf={(index) => middleOf(data, index)}
            inWords={(index) => pointInWords(panel, data, index, zone, locale)}
            onSelect={onSelect}
            onBack={onBack}
          />
        ) : null}
        {draws && asTable ? (
          <div className="absolute inset-x-4 inset-y-1">
            <PanelTable {...{ panel, data, zone, locale }} />
          </div>
        ) : null}
        {asTable && draws ? null : <PanelWords state={state} draws={drawn} onRetry={onRetry} />}
      </div>
    </figure>
  );
}

function pointInWords(panel: PanelSpec, data: ServiceMetrics, index: number, zone: string, locale: string) {
  const values = panel.series.map(({ signal, label }) => {
    const value = data.series[signal]?.[index] ?? null;
    return `${label} ${value === null ? absenceWord(data, signal, index) : formatValue(value, panel.unit, locale)}`;
  });
  return `${pointTime(data, index, zone, locale)}: ${values.join(", ")}`;
}

/** An element's width in CSS pixels, as it changes; 0 before it is known. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
