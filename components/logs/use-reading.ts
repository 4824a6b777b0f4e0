"use client";

import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";

/** Pixels from the top within which a list is at its newest edge. */
const edge = 8;

export interface Reading {
  /** Is somebody reading something that must not move away? */
  readonly active: boolean;
  /** Ids of the lines that are open. */
  readonly expanded: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  /** A line was chosen by keyboard. */
  readonly choose: () => void;
  /** Closes what is open. */
  readonly close: () => void;
  /** Nothing is read any more. */
  readonly leave: () => void;
}

const none: ReadonlySet<string> = new Set();

/** Why a list must stand still: its reader scrolled away, opened or chose a line, or is marking text. */
export function useReading(scroller: RefObject<HTMLElement | null>): Reading {
  const [expanded, setExpanded] = useState(none);
  const [chosen, setChosen] = useState(false);
  const away = useScrolledAway(scroller);
  const marking = useMarking(scroller);

  const toggle = useCallback((id: string) => {
    setExpanded((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
    setChosen(false);
  }, []);
  const choose = useCallback(() => setChosen(true), []);
  const close = useCallback(() => setExpanded(none), []);
  const leave = useCallback(() => {
    setExpanded(none);
    setChosen(false);
    window.getSelection()?.empty();
  }, []);

  const active = away || marking || chosen || expanded.size > 0;
  return useMemo(
    () => ({ active, expanded, toggle, choose, close, leave }),
    [active, expanded, toggle, choose, close, leave],
  );
}

function useScrolledAway(scroller: RefObject<HTMLElement | null>): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => setAway(element.scrollTop > edge);
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [scroller]);
  return away;
}

function useMarking(scroller: RefObject<HTMLElement | null>): boolean {
  const [marking, setMarking] = useState(false);
  useEffect(() => {
    const look = () => {
      const selection = document.getSelection();
      const inside = scroller.current?.contains(selection?.anchorNode ?? null) ?? false;
      setMarking(inside && selection?.isCollapsed === false);
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [scroller]);
  return marking;
}
