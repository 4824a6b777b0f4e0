"use client";

import { ArrowUp } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
} from "react";
import { Button } from "@/components/ui/button";
import { rowKey, type TailRow } from "@/lib/logs/tail-rows";
import type { TimeRange } from "@/lib/time/range";
import { GapNotice } from "./gap-notice";
import { type ListEnd, ListEndRow } from "./list-end";
import { LogRow, type RowFormat } from "./log-row";
import { useLogVirtual } from "./use-log-virtual";
import { type Reading, useReading } from "./use-reading";
import { WholeRow } from "./whole-row";

interface LogListProps {
  /** Newest first. */
  readonly rows: readonly TailRow[];
  readonly end: ListEnd;
  readonly format: RowFormat;
  /** Id of the line that is lit. */
  readonly selected: string | null;
  readonly sought: RefObject<string | null>;
  readonly onSelect: (id: string | null) => void;
  /** Called when the end of the list comes into view. */
  readonly onOlder: () => void;
  readonly onRetry: () => void;
  readonly onContinue: () => void;
  readonly onLoadGap: (window: TimeRange) => void;
  /** Is somebody reading, so that the list must not move by itself? Told on every change. */
  readonly onReading: (reading: boolean) => void;
  /** Lines that wait behind the list because somebody reads. */
  readonly waiting: number;
  /** The rows are of an earlier question; the new answer is on its way. */
  readonly stale: boolean;
  /** Shown where there are no rows. */
  readonly empty: ReactNode;
}

/**
 * The lines, newest at the top (a log that tells no screen reader of every line: a summary beside it does): one order for a search and a tail alike. At the top the list follows; a reader who
 * scrolled, opened a line, chose one by keyboard or marks text is left alone.
 */
export function LogList(props: LogListProps) {
  const { rows, end, format, selected, onSelect, onOlder, onReading, waiting, stale, empty, sought } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const reading = useReading(scroller);
  const { expanded } = reading;
  const { virtual, items, indexOf, measureRef } = useLogVirtual({
    scroller,
    rows,
    wrap: format.wrap,
    expanded,
  });

  useEffect(() => onReading(reading.active), [onReading, reading.active]);

  const last = items.at(-1);
  const atEnd = rows.length === 0 || (last !== undefined && last.index >= rows.length);
  useEffect(() => {
    if (atEnd && end.kind === "more") onOlder();
  }, [atEnd, end.kind, onOlder]);

  // A link's line is brought into view once, when the list first has it.
  useEffect(() => {
    if (sought.current === null) return;
    const index = indexOf(sought.current);
    if (index === -1) return;
    sought.current = null;
    if (index > 0) virtual.scrollToIndex(index, { align: "center" });
  });

  const rowId = (key: string) => `${prefix}-${key}`;
  const { toggle } = reading;
  const press = useCallback(
    (id: string) => {
      sought.current = null;
      toggle(id);
      onSelect(id);
    },
    [toggle, onSelect, sought],
  );
  const toNewest = () => {
    reading.leave();
    virtual.scrollToOffset(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const move = (index: number) => {
      const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (!row) return;
      sought.current = null;
      reading.choose();
      onSelect(rowKey(row));
      virtual.scrollToIndex(rows.indexOf(row), { align: "auto" });
    };
    const at = selected === null ? -1 : indexOf(selected);
    const handled = handleKey(event.key, { at, last: rows.length - 1, page: items.length, move });
    if (handled) event.preventDefault();
    else if (event.key === "Enter" && selected !== null && at >= 0) press(selected);
    else if (event.key === "Escape") stepBack(reading, () => onSelect(null));
  };

  const none = rows.length === 0;
  const shownSelected = selected !== null && items.some(({ key }) => key === selected);
  const endRow = (
    <ListEndRow end={end} locale={format.locale} onRetry={props.onRetry} onContinue={props.onContinue} />
  );
  return (
    <div className="relative min-h-0 flex-1">
      <section role="log" aria-label="Logs" aria-live="off" aria-busy={stale} className="h-full">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it is a tree grid as soon as it has rows */}
        <div
          ref={scroller}
          {...(none ? {} : gridRole(rows.length, shownSelected ? rowId(selected) : undefined))}
          // It scrolls, and the focus stays on it while the selection moves: a row that scrolls away can't take it along.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          onKeyDown={onKeyDown}
          className={`h-full overflow-y-auto overflow-x-hidden font-mono text-sm outline-offset-[-2px] [overflow-anchor:none] ${
            stale ? "opacity-60 transition-opacity" : ""
          }`}
        >
          {none ? (
            <>
              {empty}
              {endRow}
            </>
          ) : (
            <div className="relative" style={{ height: virtual.getTotalSize() }}>
              <div
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
              >
                {items.map(({ key, index }) => {
                  const row = rows[index];
                  return (
                    <div key={key} data-index={index} ref={measureRef(String(key))}>
                      {row?.kind === "line" ? (
                        <LogRow
                          row={row}
                          id={rowId(row.line.id)}
                          selected={row.line.id === selected}
                          expanded={expanded.has(row.line.id)}
                          format={format}
                          onPress={press}
                        />
                      ) : (
                        <WholeRow>
                          {row ? (
                            <GapNotice
                              gap={row}
                              zone={format.zone}
                              locale={format.locale}
                              onLoad={props.onLoadGap}
                            />
                          ) : (
                            endRow
                          )}
                        </WholeRow>
                      )}
                    </div>
                  );
                })}
              </div>
            </div>
          )}
        </div>
      </section>
      {waiting > 0 ? (
        <Button
          look="outlined"
          onPress={toNewest}
          className="absolute! top-2 left-1/2 -translate-x-1/2 rounded-full! border-accent! bg-surface! text-accent! shadow-menu"
        >
          <ArrowUp aria-hidden size={14} />
          {waiting.toLocaleString(format.locale)} new {waiting === 1 ? "line" : "lines"}
        </Button>
      ) : null}
    </div>
  );
}

/** Rows that open in place are a tree grid's; the virtual list says how many there are. */
const gridRole = (rows: number, active: string | undefined) => ({
  role: "treegrid",
  "aria-label": "Lines, newest first",
  "aria-rowcount": rows,
  "aria-activedescendant": active,
});

interface KeyMoves {
  /** Index of the selected row, -1 for none. */
  readonly at: number;
  readonly last: number;
  /** Rows of a page. */
  readonly page: number;
  readonly move: (index: number) => void;
}

/** Moves the selection as lists do; false for any other key. */
function handleKey(key: string, { at, last, page, move }: KeyMoves): boolean {
  const target = {
    ArrowDown: at + 1,
    ArrowUp: Math.max(0, at - 1),
    PageDown: Math.max(0, at) + page,
    PageUp: at - page,
    Home: 0,
    End: last,
  }[key];
  if (target === undefined) return false;
  move(target);
  return true;
}

/** Escape goes back one step: opened lines are closed first, then the choice is given up. */
function stepBack(reading: Reading, clear: () => void): void {
  if (reading.expanded.size > 0) reading.close();
  else {
    reading.leave();
    clear();
  }
}
