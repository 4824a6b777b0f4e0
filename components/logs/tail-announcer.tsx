"use client";

import { useEffect, useState } from "react";
import type { TailStore } from "./tail-store";

/** Milliseconds between two announcements: the list itself is silent to screen readers while it streams. */
const every = 15_000;

/** Says now and then how much came, for those who don't see it come. */
export function TailAnnouncer({ store }: { store: TailStore }) {
  const [words, setWords] = useState("");
  useEffect(() => {
    let told = store.snapshot().counts;
    const timer = setInterval(() => {
      const { counts } = store.snapshot();
      const [fresh, skipped] = [counts.received - told.received, counts.gaps - told.gaps];
      told = counts;
      if (fresh === 0 && skipped === 0) return;
      const lines = `${fresh} new ${fresh === 1 ? "line" : "lines"}`;
      setWords(skipped === 0 ? lines : `${lines}, ${skipped} skipped`);
    }, every);
    return () => clearInterval(timer);
  }, [store]);
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
