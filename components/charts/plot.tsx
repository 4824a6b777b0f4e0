"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { TimeRange } from "@/lib/time/range";
import { plotInset } from "./geometry";
import { useHoverStore } from "./hover";
import { LineChart } from "./line-chart";
import type { LineOption } from "./line-option";
import { indexAt } from "./points";
import { useDragSelection } from "./use-drag-selection";

/** A stretch of time of which the chart says something in a word. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly word: string;
}

export interface PlotGrid {
  /** Epoch seconds of the first point. */
  readonly start: number;
  /** Seconds. */
  readonly step: number;
  readonly points: number;
}

interface PlotProps {
  /** The panel's name. */
  readonly name: string;
  readonly option: LineOption;
  readonly grid: PlotGrid;
  readonly range: TimeRange;
  readonly bands?: readonly Band[];
  /** Epoch milliseconds at which the point of that index is drawn. */
  readonly middleOf: (index: number) => number;
  /** A point's time and values in words. */
  readonly inWords: (index: number) => string;
  readonly onSelect: (from: number, to: number) => void;
  readonly onBack: () => void;
}

const percent = (at: number, { from, to }: TimeRange) => ((at - from) / (to - from)) * 100;
const within = (value: number) => Math.min(100, Math.max(0, value));

/** A line chart with what lies over it: bands, crosshair, selection. Pointer and keyboard move one shared crosshair. */
export function Plot(props: PlotProps) {
  const { name, option, grid, range, bands = [], middleOf, inWords, onSelect, onBack } = props;
  const store = useHoverStore();
  const surface = useRef<HTMLDivElement>(null);
  const crosshair = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState<number | null>(null);

  useEffect(() => {
    const draw = () => {
      const line = crosshair.current;
      if (!line) return;
      const hover = store.get();
      const place = hover ? percent(hover.at, range) : -1;
      line.hidden = place < 0 || place > 100;
      line.style.left = `${place}%`;
    };
    draw();
    return store.subscribe(draw);
  }, [store, range]);

  const instantAt = (clientX: number): number => {
    const box = surface.current?.getBoundingClientRect();
    if (!box || box.width === 0) return range.from;
    const share = (clientX - box.left) / box.width;
    return range.from + Math.min(1, Math.max(0, share)) * (range.to - range.from);
  };

  const hoverAt = (at: number, x: number, y: number) => {
    const found = indexAt(grid, at);
    store.set(found === undefined ? null : { index: found, at: middleOf(found), x, y });
  };

  const drag = useDragSelection({ instantAt, onSelect });

  const moveTo = (next: number) => {
    const bounded = Math.min(grid.points - 1, Math.max(0, next));
    const box = surface.current?.getBoundingClientRect();
    if (!box || grid.points === 0) return;
    const at = middleOf(bounded);
    setIndex(bounded);
    store.set({ index: bounded, at, x: box.left + (percent(at, range) / 100) * box.width, y: box.top + 24 });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const here = index ?? grid.points - 1;
    const leap = Math.max(1, Math.round(grid.points / 12));
    const targets: Record<string, number> = {
      ArrowLeft: here - 1,
      ArrowDown: here - 1,
      ArrowRight: here + 1,
      ArrowUp: here + 1,
      PageDown: here - leap,
      PageUp: here + leap,
      Home: 0,
      End: grid.points - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      moveTo(target);
    } else if (event.key === "Escape") {
      drag.cancel();
      store.set(null);
    }
  };

  const now = index ?? Math.max(0, grid.points - 1);
  return (
    <div className="absolute inset-0">
      <LineChart option={option} />
      <div
        ref={surface}
        role="slider"
        tabIndex={0}
        aria-label={`${name}: move the crosshair`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, grid.points - 1)}
        aria-valuenow={now}
        aria-valuetext={grid.points > 0 ? inWords(now) : "no points"}
        className="absolute cursor-crosshair touch-pan-y select-none"
        style={plotInset}
        onPointerMove={(event) => {
          hoverAt(instantAt(event.clientX), event.clientX, event.clientY);
          drag.onPointerMove(event);
        }}
        onPointerDown={drag.onPointerDown}
        onPointerUp={drag.onPointerUp}
        onPointerCancel={drag.cancel}
        onPointerLeave={() => store.set(null)}
        onDoubleClick={onBack}
        onFocus={(event) => event.target.matches(":focus-visible") && moveTo(now)}
        onBlur={() => store.set(null)}
        onKeyDown={onKeyDown}
      >
        {bands.map((band) => (
          <BandMark key={`${band.from} ${band.word}`} band={band} range={range} />
        ))}
        {drag.selection ? (
          <div
            className="pointer-events-none absolute inset-y-0 border-accent border-x bg-accent/15"
            style={{
              left: `${within(percent(drag.selection.from, range))}%`,
              right: `${100 - within(percent(drag.selection.to, range))}%`,
            }}
          />
        ) : null}
        <div ref={crosshair} hidden className="pointer-events-none absolute inset-y-0 -ml-px w-px bg-muted" />
      </div>
    </div>
  );
}

function BandMark({ band, range }: { band: Band; range: TimeRange }) {
  const left = within(percent(band.from, range));
  const width = within(percent(band.to, range)) - left;
  if (width <= 0) return null;
  return (
    <div
      className="hatched pointer-events-none absolute inset-y-0 overflow-hidden"
      style={{ left: `${left}%`, width: `${width}%` }}
    >
      {width > 14 ? (
        <span className="absolute top-1 left-1 rounded-sm bg-surface px-1 text-muted text-xs">
          {band.word}
        </span>
      ) : null}
    </div>
  );
}
