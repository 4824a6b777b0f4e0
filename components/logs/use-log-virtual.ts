"use client";

import { useVirtualizer, type VirtualItem, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { rowKey, type TailRow } from "@/lib/logs/tail-rows";

/** Height of a row that is neither open nor wrapped, in pixels; a finger needs more than a mouse. */
const rowHeight = { fine: 20, coarse: 28 };
const gapHeight = 28;
const endHeight = 32;

interface LogVirtualOptions {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: readonly TailRow[];
  readonly wrap: boolean;
  readonly expanded: ReadonlySet<string>;
}

interface LogVirtual {
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  readonly items: VirtualItem[];
  /** Index of a row by its key, -1 where the list has none. */
  readonly indexOf: (key: string) => number;
  /** The ref of a row whose height isn't known beforehand; the others cost no measuring. */
  readonly measureRef: (key: string) => ((element: Element | null) => void) | undefined;
}

/** Only the rows in view are in the page; below the last one stands the list's end. */
export function useLogVirtual({ scroller, rows, wrap, expanded }: LogVirtualOptions): LogVirtual {
  const coarse = useSyncExternalStore(subscribeToPointer, isCoarse, () => false);
  const lineHeight = coarse ? rowHeight.coarse : rowHeight.fine;
  const virtual = useVirtualizer({
    count: rows.length + 1,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback(
      (index: number) => {
        const row = rows[index];
        return row ? rowKey(row) : "end";
      },
      [rows],
    ),
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? endHeight : row.kind === "gap" ? gapHeight : lineHeight;
    },
    overscan: 12,
  });

  // Heights change with wrapping; the row that was at the top stays there.
  const wrapped = useRef(wrap);
  useEffect(() => {
    if (wrapped.current === wrap) return;
    wrapped.current = wrap;
    const top = virtual.getVirtualItemForOffset(virtual.scrollOffset ?? 0);
    virtual.measure();
    if (top && top.index > 0) virtual.scrollToIndex(top.index, { align: "start" });
  }, [wrap, virtual]);

  // A line that was ever open is measured on: closing it changes its height too.
  const opened = useRef(new Set<string>());
  for (const id of expanded) opened.current.add(id);
  const unsure = (key: string) => wrap || opened.current.has(key) || key === "end" || key.startsWith("gap ");

  const indexOf = useCallback((key: string) => rows.findIndex((row) => rowKey(row) === key), [rows]);
  return {
    virtual,
    items: virtual.getVirtualItems(),
    indexOf,
    measureRef: (key) => (unsure(key) ? virtual.measureElement : undefined),
  };
}

const coarsePointer = "(pointer: coarse)";
const isCoarse = () => window.matchMedia(coarsePointer).matches;
function subscribeToPointer(listener: () => void): () => void {
  const query = window.matchMedia(coarsePointer);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
