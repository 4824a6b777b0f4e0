import { Button } from "@/components/ui/button";
import type { LineFilter } from "@/lib/logs/line";
import { signInPath } from "@/lib/paths";
import type { ListEnd } from "./list-end";
import { ListMessage } from "./list-message";
import { SkeletonLines } from "./skeleton-lines";
import type { Tail } from "./use-tail";

interface EmptyTailProps {
  readonly tail: Tail;
  readonly older: ListEnd;
  readonly filter: LineFilter;
}

/** A tail without a line yet: on its way, refused, cut off, or of a service that says nothing. */
export function EmptyTail({ tail, older, filter }: EmptyTailProps) {
  const { link, snapshot, retry } = tail;
  if (link.state === "refused") {
    return (
      <ListMessage
        alert
        title="The tail was not opened"
        actions={
          link.signedOut ? (
            <a href={signInPath} className="text-accent underline-offset-2 hover:underline">
              Sign in again
            </a>
          ) : (
            <Button look="outlined" onPress={retry}>
              Retry
            </Button>
          )
        }
      >
        {link.message}
      </ListMessage>
    );
  }
  if (link.state === "lost") {
    return (
      <ListMessage alert title="Stardeck could not be reached">
        The tail is tried again by itself and goes on where it stopped.
      </ListMessage>
    );
  }
  if (snapshot.state?.state === "reconnecting") {
    return (
      <ListMessage alert title="The region’s log store does not answer">
        It is asked again every second. New lines appear here as soon as it does.
      </ListMessage>
    );
  }
  if (
    link.state === "opening" ||
    older.kind === "none" ||
    older.kind === "more" ||
    older.kind === "loading"
  ) {
    return <SkeletonLines />;
  }
  const filtered = Boolean(filter.q || filter.levels);
  return (
    <ListMessage title={filtered ? "Waiting for a line that matches" : "Waiting for the first line"}>
      {filtered
        ? "No line of this range matches the search; the next one that does appears here as it lands."
        : "The service wrote nothing in this range; its next line appears here as it lands."}
    </ListMessage>
  );
}
