"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import { signInPath } from "@/lib/paths";
import type { AppRouter } from "@/server/trpc/router";

const router = createTRPCContext<AppRouter>();
export const { useTRPC, useTRPCClient } = router;

/** Is this what the router throws, with its `data.reason`? */
export const isRouterError = (error: unknown): error is TRPCClientError<AppRouter> =>
  error instanceof TRPCClientError;

/** What a person reads about a failed question: the router's own words, or that it was never reached. */
export function errorMessage(error: unknown): string {
  if (isRouterError(error) && error.data) return error.message;
  return "Stardeck could not be reached. Check your connection.";
}

function onError(error: unknown): void {
  if (!isRouterError(error) || error.data?.reason !== "signed-out") return;
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`${signInPath}?next=${encodeURIComponent(here)}`);
}

/** An answer of the router is final until the next refresh; only a request that never got there is worth a second try. */
const retry = (failures: number, error: unknown): boolean =>
  failures < 1 && !(isRouterError(error) && error.data !== undefined && error.data !== null);

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // What a window held is fetched again by moving the window, never behind the reader's back.
      queries: { retry, retryDelay: 500, staleTime: 60_000, gcTime: 120_000, refetchOnWindowFocus: false },
    },
  });
}

/**
 * No batching: a batch answers when its slowest part does, and one dead region would hold every panel back.
 */
function makeClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url: "/api/trpc" }),
        false: httpLink({ url: "/api/trpc" }),
      }),
    ],
  });
}

/** Queries and subscriptions for everything below it. One client a browser tab; on the server one a render. */
export function DataProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [trpcClient] = useState(makeClient);
  return (
    <QueryClientProvider client={queryClient}>
      <router.TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </router.TRPCProvider>
    </QueryClientProvider>
  );
}
