import type { ReactNode } from "react";

/** A row of the list that is one cell: no line, but something to say between lines. */
export function WholeRow({ level = 1, children }: { level?: 1 | 2; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list can't be a table element
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
    <div role="row" aria-level={level}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div role="gridcell">{children}</div>
    </div>
  );
}
