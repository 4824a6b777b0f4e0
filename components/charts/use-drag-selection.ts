"use client";

import { type PointerEvent, useEffect, useRef, useState } from "react";

/** A drag shorter than this is a click. CSS pixels. */
const threshold = 6;

interface Selection {
  readonly from: number;
  readonly to: number;
}

/**
 * Dragging with a mouse or pen across a plot selects a stretch of time; a finger only moves the crosshair, since its
 * drag scrolls the page. `instantAt` turns a viewport x into epoch milliseconds.
 */
export function useDragSelection({
  instantAt,
  onSelect,
}: {
  instantAt: (clientX: number) => number;
  onSelect: (from: number, to: number) => void;
}) {
  const start = useRef<{ x: number; at: number } | null>(null);
  const [selection, setSelection] = useState<Selection | null>(null);

  const cancel = () => {
    start.current = null;
    setSelection(null);
  };

  const dragging = selection !== null;
  useEffect(() => {
    if (!dragging) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      start.current = null;
      setSelection(null);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [dragging]);

  return {
    selection,
    cancel,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, at: instantAt(event.clientX) };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const begun = start.current;
      if (!begun || (selection === null && Math.abs(event.clientX - begun.x) < threshold)) return;
      const at = instantAt(event.clientX);
      setSelection({ from: Math.min(begun.at, at), to: Math.max(begun.at, at) });
    },
    onPointerUp: () => {
      if (selection && start.current) onSelect(selection.from, selection.to);
      cancel();
    },
  };
}
