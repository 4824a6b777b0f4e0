"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useEffect } from "react";
import { errorMessage, useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { FreshnessMark } from "@/components/ui/freshness-mark";
import { noteServerNow, useNow } from "@/components/view/clock";
import { useReader } from "@/components/view/reader";
import { absentAge, byWorst, type PipeStatus, pipes, pipeTitle, type RegionStatus } from "@/lib/freshness";
import { formatInstant } from "@/lib/time/zone";
import { formatAge, formatSpan } from "@/lib/units";
import type { AppRouter } from "@/server/trpc/router";
import { regionState, worstFirst } from "./region-order";

const pollMs = 10_000;

type RegionsAnswer = inferRouterOutputs<AppRouter>["freshness"]["regions"];

/** Every region by every pipe, worst first: what is fresh, what lags, what is cut off, and since when. */
export function RegionsTable({ initial }: { initial: RegionsAnswer | undefined }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.freshness.regions.queryOptions(undefined, {
      refetchInterval: pollMs,
      staleTime: pollMs / 2,
      ...(initial ? { initialData: initial } : {}),
    }),
  );
  const asOf = data?.now;
  useEffect(() => {
    if (asOf !== undefined) noteServerNow(asOf);
  }, [asOf]);

  return (
    <>
      {error ? (
        <div role="alert" className="mb-4 flex items-center gap-3 text-sm text-unreachable">
          <p>{errorMessage(error)} What follows is the last that was known.</p>
          <Button look="outlined" onPress={() => void refetch()}>
            Retry
          </Button>
        </div>
      ) : null}
      <div className="overflow-x-auto rounded-md border border-border bg-surface">
        <table aria-label="Regions" aria-busy={!data} className="w-full text-left text-sm">
          <thead className="text-muted text-xs">
            <tr className="max-lg:sr-only">
              <th scope="col" className="px-4 py-2.5 font-normal">
                Region
              </th>
              {pipes.map((pipe) => (
                <th key={pipe} scope="col" className="px-3 py-2.5 font-normal">
                  {pipeTitle[pipe]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data
              ? worstFirst(data.regions).map((region) => <RegionRow key={region.region} region={region} />)
              : null}
          </tbody>
        </table>
        {data ? null : <div aria-hidden="true" className="skeleton m-4 h-16" />}
        {data && data.regions.length === 0 ? (
          <p className="p-4 text-muted">The configuration names no region yet.</p>
        ) : null}
      </div>
      {data ? <Legend thresholds={data.thresholds} /> : null}
    </>
  );
}

function RegionRow({ region }: { region: RegionStatus }) {
  const state = [...region.pipes.map((pipe) => pipe.state)].sort(byWorst)[0] ?? "silent";
  return (
    <tr className="border-gridline border-t align-top max-lg:flex max-lg:flex-wrap max-lg:pb-3">
      <th scope="row" className="px-4 py-3 font-normal max-lg:w-full">
        <span className="flex items-center gap-2">
          <FreshnessMark state={regionState(region)} word="" />
          <span>
            <span className="font-medium">{region.region}</span>
            <span className="block text-faint text-xs">{region.name}</span>
          </span>
        </span>
        <span className="sr-only">, worst pipe: {state}</span>
        <Troubles region={region} />
      </th>
      {region.pipes.map((pipe) => (
        <PipeCell key={pipe.pipe} pipe={pipe} />
      ))}
    </tr>
  );
}

function Troubles({ region }: { region: RegionStatus }) {
  const now = useNow();
  const { locale, browserZone } = useReader();
  const troubles = [region.metricsTrouble, region.logsTrouble].filter((trouble) => trouble !== null);
  return troubles.map(({ reason, since }) => (
    <p key={reason} className="mt-1 max-w-64 text-unreachable text-xs">
      {reason} Since {formatInstant(since, browserZone, locale, now)}.
    </p>
  ));
}

function PipeCell({ pipe: { pipe, state, newestAt } }: { pipe: PipeStatus }) {
  const now = useNow();
  const { locale, browserZone } = useReader();
  const age = newestAt === null ? absentAge(state) : formatAge(now - newestAt);
  const instant = newestAt === null ? undefined : formatInstant(newestAt, browserZone, locale, now);
  const lost = state === "unreachable" || state === "stale";
  return (
    <td className="px-3 py-3 max-lg:min-w-36 max-lg:flex-1 max-lg:py-1.5 max-lg:pl-4">
      <span className="text-faint text-xs lg:hidden">{pipeTitle[pipe]}</span>
      <span className="flex flex-col">
        <FreshnessMark state={state} />
        <span className="whitespace-nowrap text-muted text-xs" title={instant}>
          {lost && instant ? `last known ${instant}` : age}
        </span>
      </span>
    </td>
  );
}

function Legend({ thresholds }: { thresholds: RegionsAnswer["thresholds"] }) {
  return (
    <p className="mt-3 text-muted text-xs">
      Ages count from the newest real sample or ingested line. Delayed after{" "}
      {formatSpan(thresholds.delayedAfter)}, stale after {formatSpan(thresholds.staleAfter)}; idle: nothing to
      carry, but the shipper’s heart beats; silent: never carried anything. Refreshed every 10 seconds.
    </p>
  );
}
