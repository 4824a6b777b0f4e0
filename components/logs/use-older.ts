"use client";

import { useCallback, useRef, useState } from "react";
import { errorMessage, useTRPCClient } from "@/components/trpc/client";
import { serverNow } from "@/components/view/clock";
import { type LineFilter, lineTimeMs } from "@/lib/logs/line";
import type { TailSnapshot } from "@/lib/logs/tail-buffer";
import type { ServiceSelectionInput } from "@/lib/selection";
import { pageLines } from "./first-page";
import type { ListEnd } from "./list-end";
import { mostLines } from "./search-lines";
import type { TailStore } from "./tail-store";

interface OlderOptions {
  readonly selection: ServiceSelectionInput;
  readonly filter: LineFilter;
  /** Epoch milliseconds at which the window begins. */
  readonly since: number;
  readonly sinceWords: string;
  readonly store: TailStore;
  readonly snapshot: TailSnapshot;
  /** Has the tail begun? Before that nobody knows where its lines end. */
  readonly opened: boolean;
}

type Progress =
  | { readonly kind: "idle" }
  | { readonly kind: "loading" }
  /** How many lines had fallen off the list's end when it was reached; when more have, there is more to load again. */
  | { readonly kind: "end"; readonly fallen: number }
  | { readonly kind: "failed"; readonly message: string };

/** Loads the lines below a tail from the store, a page at a time, from the oldest that the list has. */
export function useOlder({ selection, filter, since, sinceWords, store, snapshot, opened }: OlderOptions): {
  readonly end: ListEnd;
  readonly load: () => void;
} {
  const client = useTRPCClient();
  const [progress, setProgress] = useState<Progress>({ kind: "idle" });
  const loading = useRef(false);
  const request = useRef({ selection, filter, since });
  request.current = { selection, filter, since };

  const load = useCallback(async () => {
    if (loading.current) return;
    loading.current = true;
    setProgress({ kind: "loading" });
    try {
      const { oldest, counts } = store.snapshot();
      const { selection, filter, since } = request.current;
      // A quiet service's tail opens with lines from before the window; then the window has no more to give.
      if (oldest && lineTimeMs(oldest) < since) {
        setProgress({ kind: "end", fallen: counts.fallen });
        return;
      }
      const page = await client.logs.search.query({
        ...selection,
        ...filter,
        from: since,
        to: serverNow(),
        cursor: oldest,
        limit: pageLines,
      });
      store.addStored(page.lines);
      setProgress(page.next === null ? { kind: "end", fallen: counts.fallen } : { kind: "idle" });
    } catch (error) {
      setProgress({ kind: "failed", message: errorMessage(error) });
    } finally {
      loading.current = false;
    }
  }, [client, store]);

  return {
    end: endOf(progress, snapshot, opened, sinceWords),
    load: useCallback(() => void load(), [load]),
  };
}

function endOf(progress: Progress, snapshot: TailSnapshot, opened: boolean, sinceWords: string): ListEnd {
  if (!opened) return { kind: "none" };
  if (progress.kind === "end" && progress.fallen === snapshot.counts.fallen) {
    return { kind: "end", since: sinceWords };
  }
  if (progress.kind === "loading" || progress.kind === "failed") return progress;
  return snapshot.rows.length >= mostLines ? { kind: "full", lines: snapshot.rows.length } : { kind: "more" };
}
