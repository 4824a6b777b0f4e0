import type { ReactNode } from "react";

/** The line under the list: how much there is and how far it is true. */
export function ListFooter({ children }: { children: ReactNode }) {
  return (
    <footer className="flex min-h-8 flex-wrap items-center gap-x-2 border-border border-t px-4 py-1.5 text-muted text-xs max-sm:px-2">
      {children}
    </footer>
  );
}
