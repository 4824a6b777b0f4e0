import type { RefObject } from "react";
import type { TimeRange } from "@/lib/time/range";
import type { RowFormat } from "./log-row";

/** What the page gives to its list, be it a search or a tail. */
export interface SharedListProps {
  readonly format: RowFormat;
  /** Epoch milliseconds, to tell which instants need their day beside them. */
  readonly now: number;
  readonly selected: string | null;
  /** The line that the page was opened at: brought into view once, then null. */
  readonly sought: RefObject<string | null>;
  readonly onSelect: (id: string | null) => void;
  /** Shows the lines of a window, as a search. */
  readonly onLoadGap: (window: TimeRange) => void;
  /** Shows the lines up to an instant (epoch milliseconds, inclusive), as a search. */
  readonly onContinueBefore: (instant: number) => void;
}
