"use client";

import { Button } from "@/components/ui/button";
import type { PanelState } from "@/lib/panel-state";

interface PanelWordsProps {
  readonly state: PanelState;
  /** Has the chart a line in this window? */
  readonly draws: boolean;
  readonly onRetry: () => void;
}

/** What stands in the chart's place when there is nothing to draw. */
export function PanelWords({ state, draws, onRetry }: PanelWordsProps) {
  if (draws && state.kind === "no-traffic") return null;
  switch (state.kind) {
    case "not-applicable":
    case "never":
    case "no-traffic":
      return (
        <div className="absolute inset-0 flex items-center justify-center p-6">
          <div className="max-w-72">
            <p className="font-medium text-sm">{state.title}</p>
            <p className="mt-1 text-muted text-xs">{state.detail}</p>
          </div>
        </div>
      );
    case "failed":
      // Over an older answer the page says it once, for all panels; here it would hide what is known.
      return state.keeps ? null : (
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
