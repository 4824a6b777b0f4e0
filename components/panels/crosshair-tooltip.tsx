"use client";

import { useLayoutEffect, useRef } from "react";
import { useHoverIndex, useHoverStore } from "@/components/charts/hover";
import { absenceWord } from "@/lib/absence";
import type { ServiceMetrics } from "@/lib/metrics";
import type { Panel } from "@/lib/signals";
import { formatClock, formatDay } from "@/lib/time/zone";
import { formatValue } from "@/lib/units";

interface TooltipProps {
  readonly panels: readonly Panel[];
  readonly data: ServiceMetrics;
  readonly zone: string;
  readonly locale: string;
}

const gap = 16;

/** One tooltip for all panels: every value at the instant under the crosshair. Sighted readers' only; the plots speak. */
export function CrosshairTooltip({ panels, data, zone, locale }: TooltipProps) {
  const store = useHoverStore();
  const index = useHoverIndex();
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (index === null) return;
    const place = () => {
      const hover = store.get();
      if (!hover || !box.current) return;
      const { offsetWidth: width, offsetHeight: height } = box.current;
      const right = hover.x + gap + width + 8 <= window.innerWidth;
      const left = right ? hover.x + gap : Math.max(8, hover.x - gap - width);
      const top = Math.max(8, Math.min(hover.y - height / 2, window.innerHeight - height - 8));
      box.current.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    };
    place();
    return store.subscribe(place);
  }, [store, index]);

  if (index === null || index >= data.points) return null;
  return (
    <div
      ref={box}
      aria-hidden="true"
      className="pointer-events-none fixed top-0 left-0 z-40 w-60 rounded-md border border-border bg-surface/95 p-2.5 text-xs shadow-menu"
    >
      <p className="mb-1.5 font-medium text-sm">{pointTime(data, index, zone, locale)}</p>
      {panels.map((panel) => (
        <dl key={panel.id} className="border-gridline border-t py-1 first-of-type:border-t-0">
          {panel.series.map(({ signal, label }, position) => {
            const value = data.series[signal]?.[index] ?? null;
            return (
              <div key={signal} className="flex justify-between gap-3">
                <dt className="truncate text-muted">
                  {position === 0 ? panel.title : ""}
                  {panel.series.length > 1 ? <span className="text-faint"> {label}</span> : null}
                </dt>
                <dd className={value === null ? "text-faint" : ""}>
                  {value === null ? absenceWord(data, signal, index) : formatValue(value, panel.unit, locale)}
                </dd>
              </div>
            );
          })}
        </dl>
      ))}
    </div>
  );
}

/** The stretch that a point stands for: an instant at the finest step, else from when to when. */
export function pointTime(
  { start, step }: ServiceMetrics,
  index: number,
  zone: string,
  locale: string,
): string {
  const end = (start + index * step) * 1_000;
  const day = formatDay(end, zone, locale);
  if (step <= 15) return `${day}, ${formatClock(end, zone)}`;
  const begin = end - step * 1_000;
  const precision = step % 60 === 0 ? "minute" : "second";
  return `${day}, ${formatClock(begin, zone, precision)} – ${formatClock(end, zone, precision)}`;
}
