"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { useNow } from "@/components/view/clock";
import { formatAge } from "@/lib/units";
import { type Mine, MineProvider } from "./catalog-context";
import { Rail } from "./rail";

/** The frame of every signed-in page: rail at the left, page at the right. */
export function Shell({ mine, children }: { mine: Mine; children: ReactNode }) {
  return (
    <MineProvider mine={mine}>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-surface px-3 py-2 text-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <div className="sticky top-0 h-dvh w-56 shrink-0 border-border border-r bg-surface max-lg:hidden">
          <Suspense>
            <Rail />
          </Suspense>
        </div>
        <div className="flex min-w-0 flex-1 flex-col">
          {mine.stale ? <StaleCatalog since={mine.stale.since} /> : null}
          {children}
        </div>
      </div>
    </MineProvider>
  );
}

function StaleCatalog({ since }: { since: number }) {
  const now = useNow();
  return (
    <p className="flex items-center gap-2 border-border border-b bg-raised px-4 py-2 text-delayed text-sm">
      <TriangleAlert aria-hidden size={14} className="shrink-0" />
      <span>
        Starbase does not answer. Projects and services are shown as they were {formatAge(now - since)} ago.
      </span>
    </p>
  );
}
