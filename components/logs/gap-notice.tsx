import { Unplug } from "lucide-react";
import { Button } from "@/components/ui/button";
import { type GapRow, gapWindow } from "@/lib/logs/tail-rows";
import type { TimeRange } from "@/lib/time/range";
import { formatClock } from "@/lib/time/zone";

interface GapNoticeProps {
  readonly gap: GapRow;
  readonly zone: string;
  readonly locale: string;
  /** Shows the window in which the missing lines are. */
  readonly onLoad: (window: TimeRange) => void;
}

/** A row that says which lines are missing here, why, and how to get them. */
export function GapNotice({ gap, zone, locale, onLoad }: GapNoticeProps) {
  return (
    <div className="hatched flex min-h-7 items-center py-0.5 font-sans text-sm">
      <span className="ml-2 flex min-w-0 flex-wrap items-center gap-x-1.5 rounded-sm bg-bg px-2 text-delayed">
        <Unplug aria-hidden size={13} className="shrink-0" />
        <span>{gapWords(gap, zone, locale)}</span>
        <Button
          className="h-6! px-1.5! text-accent! underline-offset-2 hover:underline"
          onPress={() => onLoad(gapWindow(gap))}
        >
          Load these
        </Button>
      </span>
    </div>
  );
}

function gapWords(gap: GapRow, zone: string, locale: string): string {
  const from = formatClock(gap.from, zone);
  const to = formatClock(gap.to, zone);
  const when = from === to ? `at ${from}` : `from ${from} to ${to}`;
  if (gap.count === null) return `Lines may be missing ${when}: the log store did not answer.`;
  const lines = `${gap.count.toLocaleString(locale)} ${gap.count === 1 ? "line" : "lines"} skipped ${when}:`;
  switch (gap.reason) {
    case "rate":
      return `${lines} more came than a tail carries.`;
    case "slow":
      return `${lines} this connection was too slow for them.`;
    case "held":
      return `${lines} more came than wait behind a list that stands still.`;
    case "outage":
      return `${lines} the log store did not answer.`;
  }
}
