"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { errorMessage, useTRPC, useTRPCClient } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { noteServerNow } from "@/components/view/clock";
import { type LineCursor, type LineFilter, type LogLine, lineTimeMs } from "@/lib/logs/line";
import { lineRowOf } from "@/lib/logs/tail-rows";
import type { ServiceSelectionInput } from "@/lib/selection";
import type { TimeRange } from "@/lib/time/range";
import { formatInstant } from "@/lib/time/zone";
import { EmptySearch } from "./empty-search";
import { answers, type FirstPage, firstPageInput } from "./first-page";
import type { ListEnd } from "./list-end";
import { ListFooter } from "./list-footer";
import { ListMessage } from "./list-message";
import { LogList } from "./log-list";
import type { SharedListProps } from "./shared-list";
import { SkeletonLines } from "./skeleton-lines";

/** Lines that a page keeps in memory at most. */
export const mostLines = 20_000;

interface SearchLinesProps extends SharedListProps {
  readonly selection: ServiceSelectionInput;
  readonly filter: LineFilter;
  /** The window as it is now; it moves on with every refresh. */
  readonly range: TimeRange;
  /** `from` and `to` as written: another text is another window, which nobody's reading holds back. */
  readonly rangeText: string;
  /** What the server has already read for this very view. */
  readonly first: FirstPage | null;
  readonly onFilterCleared: () => void;
}

/** The lines of a window that match, newest first; older pages come as the end is scrolled into view. */
export function SearchLines(props: SearchLinesProps) {
  const { selection, filter, first, format, now } = props;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [reading, setReading] = useState(false);
  const range = useStillRange(props.range, props.rangeText, reading);
  const input = firstPageInput(selection, filter, range);
  const query = useInfiniteQuery({
    // Not tRPC's own infinite options: they send a `direction` beside the input, which the router rightly refuses.
    queryKey: [...trpc.logs.search.queryKey(input), "pages"],
    queryFn: ({ pageParam, signal }) => client.logs.search.query({ ...input, cursor: pageParam }, { signal }),
    initialPageParam: null as LineCursor | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    ...(first && answers(first, input) && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
  const { data, error, isPlaceholderData, isFetching, hasNextPage, fetchNextPage, refetch } = query;

  const newestAnswer = data?.pages.at(-1)?.asOf;
  useEffect(() => {
    if (newestAnswer !== undefined) noteServerNow(newestAnswer);
  }, [newestAnswer]);

  const rows = useMemo(() => uniqueRows(data?.pages ?? []), [data]);
  const oldest = rows.at(-1)?.line;
  const failed = error !== null && !isFetching;
  const asOf = data?.pages[0]?.asOf;
  const end: ListEnd =
    rows.length === 0 || isPlaceholderData
      ? { kind: "none" }
      : failed
        ? { kind: "failed", message: errorMessage(error) }
        : rows.length >= mostLines
          ? { kind: "full", lines: rows.length }
          : hasNextPage
            ? { kind: isFetching ? "loading" : "more" }
            : { kind: "end", since: formatInstant(range.from, format.zone, format.locale, now) };

  const retry = () => void (rows.length > 0 && !isPlaceholderData ? fetchNextPage() : refetch());
  const empty = failed ? (
    <ListMessage
      alert
      title="The lines could not be read"
      actions={
        <Button look="outlined" onPress={retry}>
          Retry
        </Button>
      }
    >
      {errorMessage(error)}
    </ListMessage>
  ) : data === undefined || isPlaceholderData ? (
    <SkeletonLines />
  ) : (
    <EmptySearch
      filter={filter}
      range={range}
      format={format}
      now={now}
      onFilterCleared={props.onFilterCleared}
    />
  );

  return (
    <>
      <LogList
        {...props}
        // An answer that failed must not stand there as if it were one to the new question.
        rows={failed && isPlaceholderData ? [] : rows}
        end={end}
        onOlder={() => void fetchNextPage()}
        onRetry={retry}
        onContinue={() => oldest && props.onContinueBefore(lineTimeMs(oldest))}
        onReading={setReading}
        waiting={0}
        stale={isPlaceholderData && isFetching}
        empty={empty}
      />
      <p aria-live="polite" className="sr-only">
        {data === undefined || isPlaceholderData ? "" : `${rows.length} lines`}
      </p>
      <ListFooter>
        {rows.length > 0 && asOf !== undefined ? (
          <span>
            {rows.length.toLocaleString(format.locale)} {rows.length === 1 ? "line" : "lines"}
            {hasNextPage ? " so far" : ""} · as of {formatInstant(asOf, format.zone, format.locale, now)}
          </span>
        ) : null}
      </ListFooter>
    </>
  );
}

/**
 * The window that is asked for. It follows the present only while nobody reads: a list that is scrolled or has a line
 * open stays what it is until the reader is done or chooses another window.
 */
function useStillRange(current: TimeRange, text: string, reading: boolean): TimeRange {
  const [still, setStill] = useState({ range: current, text });
  if (still.range === current || (reading && still.text === text)) return still.range;
  setStill({ range: current, text });
  return current;
}

/** Pages may overlap where a line was sent twice; the list holds it once. */
function uniqueRows(pages: readonly { readonly lines: readonly LogLine[] }[]) {
  const seen = new Set<string>();
  return pages.flatMap(({ lines }) =>
    lines.flatMap((line) => {
      if (seen.has(line.id)) return [];
      seen.add(line.id);
      return [lineRowOf(line, "store")];
    }),
  );
}
