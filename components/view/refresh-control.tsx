"use client";

import { RefreshCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import type { RefreshInterval } from "@/lib/view";
import { useView } from "./view-provider";

const options: readonly { id: RefreshInterval; label: string }[] = [
  { id: "off", label: "Off" },
  { id: "10s", label: "10 s" },
  { id: "30s", label: "30 s" },
  { id: "1m", label: "1 min" },
];

/** Refresh now, and how often by itself. A range that ends in the past does not change, so there it rests. */
export function RefreshControl() {
  const { view, change, moving, reanchor } = useView();
  return (
    <div className="flex items-center">
      <Button square aria-label="Refresh now" isDisabled={!moving} onPress={() => reanchor()}>
        <RefreshCw aria-hidden size={14} />
      </Button>
      <Choice
        name="Refresh every"
        options={options}
        value={view.refresh}
        onChange={(refresh) => change({ refresh })}
        className="max-sm:hidden"
      />
    </div>
  );
}
