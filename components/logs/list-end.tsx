import { Button } from "@/components/ui/button";

/** What stands below the oldest row. */
export type ListEnd =
  /** There is more, and it is loaded when it comes into view. */
  | { readonly kind: "more" }
  | { readonly kind: "loading" }
  /** Nothing is older in the range, which begins at that time (in words). */
  | { readonly kind: "end"; readonly since: string }
  | { readonly kind: "failed"; readonly message: string }
  /** The page holds as many lines as it may. */
  | { readonly kind: "full"; readonly lines: number }
  /** The rows still come. */
  | { readonly kind: "none" };

interface ListEndRowProps {
  readonly end: ListEnd;
  readonly locale: string;
  readonly onRetry: () => void;
  /** Begins a new list where this one ends. */
  readonly onContinue: () => void;
}

export function ListEndRow({ end, locale, onRetry, onContinue }: ListEndRowProps) {
  if (end.kind === "none") return null;
  return (
    <div className="flex min-h-8 items-center gap-2 pr-2 pl-[27px] font-sans text-faint text-sm">
      <EndWords end={end} locale={locale} />
      {end.kind === "failed" ? (
        <Button look="outlined" className="h-6!" onPress={onRetry}>
          Retry
        </Button>
      ) : null}
      {end.kind === "full" ? (
        <Button look="outlined" className="h-6!" onPress={onContinue}>
          Go on from here
        </Button>
      ) : null}
    </div>
  );
}

function EndWords({ end, locale }: { end: ListEnd; locale: string }) {
  switch (end.kind) {
    case "more":
    case "loading":
      return <span>Loading older lines…</span>;
    case "end":
      return <span>No older lines in this range, which begins at {end.since}.</span>;
    case "failed":
      return <span className="text-unreachable">{end.message}</span>;
    case "full":
      return <span>This page holds {end.lines.toLocaleString(locale)} lines and no more.</span>;
    default:
      return null;
  }
}
