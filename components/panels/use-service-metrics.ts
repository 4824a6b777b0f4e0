"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorMessage, useTRPC } from "@/components/trpc/client";
import { type PackedMetrics, type ServiceMetrics, unpackMetrics } from "@/lib/metrics";
import type { ServiceSelectionInput } from "@/lib/selection";
import { canonicalWidth } from "@/lib/time/panel-width";
import type { TimeRange } from "@/lib/time/range";

/** What the server asked already while it rendered, and what it got; null where the store was slow or failed. */
export interface Prefetched {
  readonly input: TimeRange & { readonly width: number; readonly region: string | null };
  readonly data: PackedMetrics | null;
}

export interface MetricsAnswer {
  /** The newest answer that came in, be it for an earlier window. */
  readonly data: ServiceMetrics | undefined;
  /** Why the newest question got none, in words; stays until one does. */
  readonly failure: string | undefined;
  /** Is a question under way? */
  readonly asking: boolean;
  readonly retry: () => void;
}

/**
 * All panels' data over a window, by one request. What is on the screen stays until something newer has come: while
 * loading, and when a refresh fails.
 */
export function useServiceMetrics(
  selection: ServiceSelectionInput,
  range: TimeRange,
  panelWidth: number,
  prefetched: Prefetched | null,
): MetricsAnswer {
  const trpc = useTRPC();
  const width = canonicalWidth(range, panelWidth);
  const ready =
    prefetched !== null && prefetched.input.region === (selection.region ?? null) ? prefetched.data : null;
  const input = prefetched?.input;
  const seeded =
    ready !== null && input?.from === range.from && input.to === range.to && input.width === width;
  const query = useQuery(
    trpc.metrics.service.queryOptions(
      { ...selection, from: range.from, to: range.to, width },
      {
        // A window that has moved on needs its old question no more.
        trpc: { abortOnUnmount: true },
        placeholderData: keepPreviousData,
        select: unpackMetrics,
        ...(seeded ? { initialData: ready } : {}),
      },
    ),
  );

  const [settled, setSettled] = useState<{ data: ServiceMetrics | undefined; failure: string | undefined }>(
    () => ({ data: ready === null ? undefined : unpackMetrics(ready), failure: undefined }),
  );
  const arrived = query.isPlaceholderData ? undefined : query.data;
  if (
    arrived !== undefined &&
    (arrived !== settled.data || settled.failure !== undefined) &&
    !query.isError
  ) {
    setSettled({ data: arrived, failure: undefined });
  } else if (query.isError && settled.failure !== errorMessage(query.error)) {
    setSettled({ data: settled.data, failure: errorMessage(query.error) });
  }

  return { ...settled, asking: query.isFetching, retry: () => void query.refetch() };
}
