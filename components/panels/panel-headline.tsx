"use client";

import { CircleSlash, TriangleAlert, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { dashes } from "@/components/charts/line-option";
import { useNow } from "@/components/view/clock";
import type { ServiceMetrics } from "@/lib/metrics";
import type { PanelState } from "@/lib/panel-state";
import type { Panel } from "@/lib/signals";
import { formatInstant } from "@/lib/time/zone";
import { formatAge, formatValue, valueParts } from "@/lib/units";

export interface Reading {
  readonly panel: Panel;
  readonly state: PanelState;
  readonly data: ServiceMetrics | undefined;
  /** Does the window end at the present? Then the value has an age; else it has an instant. */
  readonly moving: boolean;
  readonly zone: string;
  readonly locale: string;
}

/** The newest value, large, with its unit and its age, and what there is to say about it. */
export function PanelHeadline(reading: Reading) {
  const { panel, state, data, locale } = reading;
  if (state.kind === "loading") return <div aria-hidden="true" className="skeleton my-1 h-5 w-28" />;
  if (state.kind === "no-traffic") {
    return (
      <p className="flex min-w-0 items-baseline gap-2">
        <span className="font-medium text-lg text-muted">{state.title}</span>
        <span className="truncate text-faint text-xs">{state.remark}</span>
      </p>
    );
  }
  const newest = data?.newest[panel.headline];
  if (state.kind === "not-applicable" || state.kind === "never" || !newest) {
    return (
      <p className="flex min-w-0 items-baseline gap-1.5">
        <span className="font-medium text-lg text-muted leading-7">–</span>
        {state.kind === "failed" && state.keeps ? <QueryFailed message={state.message} /> : null}
      </p>
    );
  }
  const { number, suffix } = valueParts(newest.value, panel.unit, locale);
  const old = state.kind === "stale" || state.kind === "failed";
  return (
    <p className="flex min-w-0 items-baseline gap-1.5">
      <span className={`font-medium text-xl ${old ? "text-muted" : ""}`}>{number}</span>
      <span className="text-muted text-sm">{suffix}</span>
      {panel.series.length > 1 ? <span className="text-muted text-sm">{labelOf(panel)}</span> : null}
      <span className="truncate pl-1 text-faint text-xs">
        <Remark {...reading} at={newest.at} />
      </span>
    </p>
  );
}

const labelOf = ({ series, headline }: Panel) => series.find(({ signal }) => signal === headline)?.label;

function Remark({ state, at, moving, zone, locale }: Reading & { at: number }) {
  const now = useNow();
  const instant = formatInstant(at, zone, locale, now);
  const age = moving ? `${formatAge(now - at)} ago` : `at ${instant}`;
  switch (state.kind) {
    case "stale":
      return (
        <Sign icon={<TriangleAlert aria-hidden size={12} />} colour="text-stale">
          {moving ? `stale since ${instant}` : `nothing after ${instant}`}
        </Sign>
      );
    case "failed":
      return (
        <>
          <QueryFailed message={state.message} /> · {age}
        </>
      );
    case "partial":
      return (
        <Sign icon={<CircleSlash aria-hidden size={12} />} colour="text-delayed">
          {state.missing.join(" and ")} missing · {age}
        </Sign>
      );
    case "zero":
      return `${state.title} · ${age}`;
    default:
      return age;
  }
}

const QueryFailed = ({ message }: { message: string }) => (
  <Sign icon={<Unplug aria-hidden size={12} />} colour="text-unreachable text-xs">
    query failed<span className="sr-only">. {message}</span>
  </Sign>
);

function Sign({ icon, colour, children }: { icon: ReactNode; colour: string; children: ReactNode }) {
  return (
    <span className={`inline-flex items-baseline gap-1 ${colour}`}>
      <span className="self-center">{icon}</span>
      {children}
    </span>
  );
}

const seriesColours = ["stroke-series-1", "stroke-series-2", "stroke-series-3", "stroke-series-4"];

/**
 * Which dash and colour is which series, with the newest value of each that shares the headline's instant: an older
 * one would pass for as new as the age beside the headline says.
 */
export function Legend({ panel, state, data, locale }: Pick<Reading, "panel" | "state" | "data" | "locale">) {
  if (panel.series.length < 2) return null;
  const shownAt = state.kind === "no-traffic" ? undefined : data?.newest[panel.headline]?.at;
  return (
    <ul className="flex shrink-0 gap-3 text-muted text-xs">
      {panel.series.map(({ signal, label }, index) => {
        const newest = data?.newest[signal];
        return (
          <li key={signal} className="flex items-center gap-1.5">
            <svg aria-hidden="true" width="18" height="2" className={seriesColours[index]}>
              <line x1="0" y1="1" x2="18" y2="1" strokeWidth="2" strokeDasharray={dashes[index]?.join(" ")} />
            </svg>
            <span>{label}</span>
            {newest && newest.at === shownAt && signal !== panel.headline ? (
              <span className="text-text max-[400px]:hidden">
                {formatValue(newest.value, panel.unit, locale)}
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
