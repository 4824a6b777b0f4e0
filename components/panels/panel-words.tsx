"use client";

import { Button } from "@/components/ui/button";
import type { PanelState } from "@/lib/panel-state";

/** What stands in the chart's place, or over its old data, when there is something to say. */
export function PanelWords({ state, onRetry }: { state: PanelState; onRetry: () => void }) {
  switch (state.kind) {
    case "not-applicable":
    case "never":
      return (
        <div className="absolute inset-0 flex items-center justify-center p-6">
          <div className="max-w-72">
            <p className="font-medium text-sm">{state.title}</p>
            <p className="mt-1 text-muted text-xs">{state.detail}</p>
          </div>
        </div>
      );
    case "no-traffic":
      return (
        <p className="pointer-events-none absolute right-4 bottom-7 left-16 text-muted text-xs">
          {state.detail}
        </p>
      );
    case "failed":
      return state.keeps ? (
        <div className="absolute right-3 bottom-8 left-16 flex items-center gap-2 rounded-sm border border-border bg-surface p-2">
          <p className="min-w-0 flex-1 text-muted text-xs">{state.message}</p>
          <Button look="outlined" className="h-6 text-xs" onPress={onRetry}>
            Retry
          </Button>
        </div>
      ) : (
        <div className="absolute inset-0 flex items-center justify-center p-6">
          <div className="max-w-72">
            <p className="font-medium text-sm text-unreachable">The query failed</p>
            <p className="mt-1 mb-3 text-muted text-xs">{state.message}</p>
            <Button look="outlined" onPress={onRetry}>
              Retry
            </Button>
          </div>
        </div>
      );
    default:
      return null;
  }
}
