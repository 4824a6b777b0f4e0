"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useEffect, useRef } from "react";
import { errorMessage, useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { FreshnessMark } from "@/components/ui/freshness-mark";
import { PopoverDialog } from "@/components/ui/popover";
import { noteServerNow, serverNow, useNow } from "@/components/view/clock";
import { useReader } from "@/components/view/reader";
import { useView } from "@/components/view/view-provider";
import { absentAge, pipeTitle, type RegionStatus } from "@/lib/freshness";
import { type PathSummary, summaries, summaryWords } from "@/lib/freshness-summary";
import type { ServiceKey } from "@/lib/paths";
import { formatInstant } from "@/lib/time/zone";
import { formatAge } from "@/lib/units";

const pollMs = 5_000;

/** How fresh the service's region is: a word that is announced when it changes, and ages that tick unannounced. */
export function ServiceFreshness({ service }: { service: ServiceKey }) {
  const trpc = useTRPC();
  const { view } = useView();
  const selection = { ...service, ...(view.region === null ? {} : { region: view.region }) };
  const { data, error } = useQuery(
    trpc.freshness.service.queryOptions(selection, { refetchInterval: pollMs, staleTime: pollMs / 2 }),
  );
  const lastNow = data?.now;
  const noted = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (lastNow === undefined || noted.current === lastNow) return;
    noted.current = lastNow;
    noteServerNow(lastNow);
  }, [lastNow]);

  return (
    <div className="flex h-8 items-center gap-1 rounded-md border border-border bg-surface pl-2.5 text-sm">
      <span role="status" aria-label="Freshness" className="flex items-center gap-2.5">
        <Words region={data?.region} failure={error ? errorMessage(error) : undefined} />
      </span>
      <PopoverDialog
        name="Freshness by pipe"
        trigger={
          <Button className="h-7 gap-1 px-1.5 text-xs" aria-label="Freshness by pipe">
            {data ? <Ages paths={summaries(data.region)} /> : null}
            <ChevronDown aria-hidden size={14} className="text-faint" />
          </Button>
        }
      >
        {() => <Details region={data?.region} failure={error ? errorMessage(error) : undefined} />}
      </PopoverDialog>
    </div>
  );
}

interface Known {
  readonly region: RegionStatus | undefined;
  /** Why the newest question failed, in words. */
  readonly failure: string | undefined;
}

function Words({ region, failure }: Known) {
  if (failure !== undefined) return <FreshnessMark state="unreachable" word="Freshness unknown" />;
  if (!region) return <span className="text-muted">Checking…</span>;
  return summaryWords(summaries(region)).map(({ state, words }) => (
    <FreshnessMark key={words} state={state} word={words} />
  ));
}

function Ages({ paths }: { paths: readonly PathSummary[] }) {
  const now = useNow();
  const [metrics, logs] = paths.map(({ newestAt }) => (newestAt === null ? "–" : formatAge(now - newestAt)));
  return (
    <span className="flex gap-2 text-muted">
      <span>{metrics}</span>
      <span className="max-sm:hidden">logs {logs}</span>
    </span>
  );
}

function Details({ region, failure }: Known) {
  const now = useNow();
  const { zone } = useView();
  const { locale } = useReader();
  if (!region) return <p className="p-3 text-muted">{failure ?? "The region has not been asked yet."}</p>;
  const instant = (at: number) => formatInstant(at, zone, locale, serverNow());
  const troubles = [region.metricsTrouble, region.logsTrouble].filter((trouble) => trouble !== null);
  return (
    <div className="w-80 max-w-full p-3">
      <h2 className="font-medium">{region.name}</h2>
      {failure === undefined ? null : <p className="mt-1 text-stale text-xs">{failure} Last known:</p>}
      {troubles.map(({ reason, since }) => (
        <p key={reason} className="mt-1 text-unreachable text-xs">
          {reason} Since {instant(since)}.
        </p>
      ))}
      <table className="mt-2 w-full">
        <thead className="sr-only">
          <tr>
            <th>Pipe</th>
            <th>State</th>
            <th>Newest</th>
          </tr>
        </thead>
        <tbody>
          {region.pipes.map(({ pipe, state, newestAt }) => (
            <tr key={pipe} className="border-border border-t first:border-t-0">
              <th scope="row" className="py-1.5 text-left font-normal text-muted">
                {pipeTitle[pipe]}
              </th>
              <td className="py-1.5">
                <FreshnessMark state={state} />
              </td>
              <td className="py-1.5 text-right">
                {newestAt === null ? (
                  <span className="text-faint">{absentAge(state)}</span>
                ) : (
                  <span title={instant(newestAt)}>{formatAge(now - newestAt)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
