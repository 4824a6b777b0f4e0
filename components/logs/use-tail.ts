"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { errorMessage, isRouterError, useTRPC } from "@/components/trpc/client";
import { serverNow } from "@/components/view/clock";
import type { LineFilter } from "@/lib/logs/line";
import type { TailSnapshot } from "@/lib/logs/tail-buffer";
import type { ServiceSelectionInput } from "@/lib/selection";
import { TailStore } from "./tail-store";

/** The newest lines that a tail opens with. */
const backlog = 200;
/** Milliseconds before a connection that was refused is tried again: doubled each time, up to the last. */
const retryAfter = { first: 1_000, most: 30_000 };
/** Milliseconds between two writings of the cursor into the URL. */
const cursorEvery = 2_000;

/** The way between this page and Stardeck; the hub's own to the store is in the snapshot. */
export type TailLink =
  | { readonly state: "opening" }
  | { readonly state: "open" }
  | { readonly state: "lost"; readonly since: number }
  | { readonly state: "refused"; readonly message: string; readonly signedOut: boolean };

export interface Tail {
  readonly snapshot: TailSnapshot;
  readonly link: TailLink;
  readonly store: TailStore;
  readonly retry: () => void;
}

interface TailOptions {
  readonly selection: ServiceSelectionInput;
  readonly filter: LineFilter;
  /** The URL's cursor when the tail is opened. */
  readonly resumeFrom: string | null;
  /** Told every few seconds where a reload would resume. */
  readonly onCursor: (cursor: string) => void;
}

/**
 * A live tail: opened once for its selection and filter (mount it anew for others), reconnecting by itself from the
 * last event that came.
 */
export function useTail({ selection, filter, resumeFrom, onCursor }: TailOptions): Tail {
  const trpc = useTRPC();
  const [store] = useState(() => new TailStore(resumeFrom));
  const [attempt, setAttempt] = useState({ number: 0, lastEventId: resumeFrom });
  const [link, setLink] = useState<TailLink>({ state: "opening" });
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);

  const lost = useCallback(() => {
    setLink((old) => (old.state === "lost" ? old : { state: "lost", since: serverNow() }));
  }, []);
  const again = useCallback(() => {
    setAttempt(({ number }) => ({ number: number + 1, lastEventId: store.lastEventId }));
  }, [store]);

  const subscription = useSubscription(
    trpc.logs.tail.subscriptionOptions(
      { ...selection, ...filter, lastEventId: attempt.lastEventId, backlog },
      {
        onStarted: () => setLink({ state: "open" }),
        onData: ({ id, data }) => store.receive(id, data),
        onConnectionStateChange: ({ state, error }) => {
          if (state === "connecting" && error) lost();
        },
        onError: (error) => {
          const reason = isRouterError(error) ? error.data?.reason : undefined;
          const final = reason && reason !== "store" && reason !== "catalog" && reason !== "internal";
          if (final) {
            setLink({ state: "refused", message: errorMessage(error), signedOut: reason === "signed-out" });
          } else lost();
        },
      },
    ),
  );

  // The browser's EventSource reconnects by itself unless the answer was no stream at all (a proxy's 502); then we do.
  const { reset } = subscription;
  const failed = subscription.status === "error" && link.state === "lost";
  useEffect(() => {
    if (!failed) return;
    const wait = Math.min(retryAfter.most, retryAfter.first * 2 ** attempt.number);
    const timer = setTimeout(() => {
      again();
      // The same last event gives the same input, which would not be subscribed to again.
      if (store.lastEventId === attempt.lastEventId) reset();
    }, wait);
    return () => clearTimeout(timer);
  }, [failed, attempt, again, store, reset]);

  useEffect(() => {
    let written = resumeFrom;
    const timer = setInterval(() => {
      if (store.lastEventId === null || store.lastEventId === written) return;
      written = store.lastEventId;
      onCursor(written);
    }, cursorEvery);
    return () => clearInterval(timer);
  }, [store, onCursor, resumeFrom]);

  const retry = useCallback(() => {
    setLink({ state: "opening" });
    again();
    if (store.lastEventId === attempt.lastEventId) reset();
  }, [again, reset, store, attempt]);

  return { snapshot, link, store, retry };
}
