"use client";

import { Pause } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import type { LineFilter } from "@/lib/logs/line";
import { lineTimeMs } from "@/lib/logs/line";
import type { ServiceSelectionInput } from "@/lib/selection";
import { formatInstant, sameDay } from "@/lib/time/zone";
import { EmptyTail } from "./empty-tail";
import { LogList } from "./log-list";
import type { RowFormat } from "./log-row";
import type { SharedListProps } from "./shared-list";
import { TailAnnouncer } from "./tail-announcer";
import { TailFooter } from "./tail-footer";
import { useOlder } from "./use-older";
import { useTail } from "./use-tail";

interface LiveLinesProps extends SharedListProps {
  readonly selection: ServiceSelectionInput;
  readonly filter: LineFilter;
  /** Epoch milliseconds at which the window begins: older lines are loaded down to it. */
  readonly since: number;
  readonly paused: boolean;
  readonly onResume: () => void;
  readonly resumeFrom: string | null;
  readonly onCursor: (cursor: string) => void;
}

/** The tail: new lines at the top as they land, older ones from the store below. Mounted anew for another filter. */
export function LiveLines(props: LiveLinesProps) {
  const { selection, filter, since, paused, now } = props;
  const tail = useTail({ selection, filter, resumeFrom: props.resumeFrom, onCursor: props.onCursor });
  const { snapshot, store, link } = tail;
  const oldestAt = snapshot.oldest ? lineTimeMs(snapshot.oldest) : now;
  const format = useDays(props.format, oldestAt, now);
  const [reading, setReading] = useState(false);
  const held = paused || reading;
  useEffect(() => store.setHeld(held), [store, held]);

  const opened = snapshot.rows.length > 0 || snapshot.state !== null || snapshot.completeUpTo !== null;
  const older = useOlder({
    selection,
    filter,
    since,
    store,
    snapshot,
    opened,
    sinceWords: formatInstant(since, format.zone, format.locale, now),
  });

  return (
    <>
      {paused ? <PausedBar waiting={snapshot.counts.held} format={format} onResume={props.onResume} /> : null}
      <LogList
        {...props}
        format={format}
        rows={snapshot.rows}
        end={older.end}
        onOlder={older.load}
        onRetry={older.load}
        onContinue={() => props.onContinueBefore(oldestAt)}
        onReading={setReading}
        waiting={paused ? 0 : snapshot.counts.held}
        stale={false}
        empty={<EmptyTail tail={tail} older={older.end} filter={filter} />}
      />
      <TailFooter snapshot={snapshot} link={link} retry={tail.retry} format={format} now={now} />
      <TailAnnouncer store={store} />
    </>
  );
}

/** A quiet service's tail opens with lines of another day, which then stands beside the clock. */
function useDays(format: RowFormat, oldestAt: number, now: number): RowFormat {
  const days = format.days || !sameDay(oldestAt, now, format.zone);
  return useMemo(() => (days === format.days ? format : { ...format, days }), [format, days]);
}

interface PausedBarProps {
  readonly waiting: number;
  readonly format: SharedListProps["format"];
  readonly onResume: () => void;
}

/** Nobody should take a list that stands still for a quiet service. */
function PausedBar({ waiting, format, onResume }: PausedBarProps) {
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-3 border-delayed border-y bg-delayed/12 px-4 py-1 text-sm max-sm:px-2">
      <Pause aria-hidden size={16} className="shrink-0 fill-current text-delayed" />
      <span className="min-w-0 flex-1">
        <strong className="font-semibold">Paused.</strong>{" "}
        {waiting === 0
          ? "No line has come since."
          : `${waiting.toLocaleString(format.locale)} ${waiting === 1 ? "line has" : "lines have"} come since.`}
      </span>
      <Button look="outlined" onPress={onResume}>
        Resume
      </Button>
    </div>
  );
}
