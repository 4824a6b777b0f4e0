import { CircleDot, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { TailSnapshot } from "@/lib/logs/tail-buffer";
import { formatInstant } from "@/lib/time/zone";
import { ListFooter } from "./list-footer";
import type { RowFormat } from "./log-row";
import type { TailLink } from "./use-tail";

interface TailFooterProps {
  readonly snapshot: TailSnapshot;
  readonly link: TailLink;
  readonly retry: () => void;
  readonly format: RowFormat;
  readonly now: number;
}

/** What a tail can vouch for: how far it is complete, what came, what was skipped, and whether it is cut off. */
export function TailFooter({ snapshot, link, retry, format, now }: TailFooterProps) {
  const { counts, completeUpTo, state } = snapshot;
  const clock = (at: number) => formatInstant(at, format.zone, format.locale, now);
  const count = (value: number) => value.toLocaleString(format.locale);
  const trouble =
    link.state === "lost"
      ? `connection lost, reconnecting since ${clock(link.since)}`
      : state?.state === "reconnecting"
        ? `reconnecting since ${clock(state.since)}: the region’s log store does not answer`
        : link.state === "refused"
          ? link.message
          : null;
  const facts = [
    completeUpTo === null ? null : `complete up to ${clock(completeUpTo)}`,
    `${count(counts.received)} received`,
    `${count(counts.gaps + counts.overflowed)} skipped`,
    counts.outages > 0 ? "some missing" : null,
    counts.held > 0 ? `${count(counts.held)} waiting` : null,
    counts.fallen > 0 ? `${count(counts.fallen)} older ones left the list` : null,
  ].filter((fact) => fact !== null);
  return (
    <ListFooter>
      {trouble ? (
        <span className="flex items-center gap-1.5 text-unreachable">
          <TriangleAlert aria-hidden size={13} className="shrink-0" />
          {trouble}
          {link.state === "refused" && !link.signedOut ? (
            <Button look="outlined" className="h-6!" onPress={retry}>
              Retry
            </Button>
          ) : null}
        </span>
      ) : (
        <CircleDot aria-hidden size={13} className="shrink-0 text-live" />
      )}
      <span>{facts.join(" · ")}</span>
    </ListFooter>
  );
}
