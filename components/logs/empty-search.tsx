import { Button } from "@/components/ui/button";
import type { LineFilter } from "@/lib/logs/line";
import type { TimeRange } from "@/lib/time/range";
import { formatInstant } from "@/lib/time/zone";
import { ListMessage } from "./list-message";
import type { RowFormat } from "./log-row";

interface EmptySearchProps {
  readonly filter: LineFilter;
  readonly range: TimeRange;
  readonly format: RowFormat;
  readonly now: number;
  readonly onFilterCleared: () => void;
}

/** The store answered, and there is no line: because of the filter, or at all. */
export function EmptySearch({ filter, range, format, now, onFilterCleared }: EmptySearchProps) {
  const words = (at: number) => formatInstant(at, format.zone, format.locale, now);
  const window = `from ${words(range.from)} to ${words(range.to)}`;
  const source = filter.source === "build" ? "build" : "runtime";
  if (filter.q || filter.levels) {
    return (
      <ListMessage
        title={filter.q ? `No line contains “${filter.q}”` : "No line has one of these levels"}
        actions={
          <Button look="outlined" onPress={onFilterCleared}>
            Show all {source} lines
          </Button>
        }
      >
        Searched were the {source} logs {window}
        {filter.q && filter.levels ? ", in the chosen levels" : ""}. A longer range may have some.
      </ListMessage>
    );
  }
  return (
    <ListMessage title={`No ${source} lines in this range`}>
      {source === "build" ? "No build" : "The service"} wrote anything {window}. Choose a longer range, or
      switch to Live and wait for the next line.
    </ListMessage>
  );
}
