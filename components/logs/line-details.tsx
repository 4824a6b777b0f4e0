"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { type LogLine, lineTimeMs } from "@/lib/logs/line";
import { formatSize, lineFields, lineJson } from "@/lib/logs/line-fields";
import { clip } from "@/lib/logs/visible-text";
import { formatClock, formatOffset, formatWall } from "@/lib/time/zone";
import { formatAge } from "@/lib/units";
import { CopyButton } from "./copy-button";
import { LineText } from "./line-text";

/** Characters of a message that an opened line shows unasked. */
const openedCharacters = 2_000;

interface LineDetailsProps {
  readonly line: LogLine;
  readonly words: string;
  readonly zone: string;
  readonly locale: string;
}

/** Everything that is known of a line: its whole message, then its fields in two columns. */
export function LineDetails({ line, words, zone, locale }: LineDetailsProps) {
  const [whole, setWhole] = useState(false);
  const { text, rest } = whole ? { text: line.message, rest: 0 } : clip(line.message, openedCharacters);
  return (
    <section
      aria-label="Fields of the line"
      className="border-border border-y py-2 pr-2 pl-[27px] font-mono text-sm"
    >
      <p dir="ltr" className="whitespace-pre-wrap text-text [overflow-wrap:anywhere]">
        <LineText text={text} words={words} newlines="kept" />
        {rest > 0 ? "…" : ""}
      </p>
      {rest > 0 ? (
        <Button look="outlined" className="my-1 h-6! font-sans" onPress={() => setWhole(true)}>
          Show all {formatSize(line.message, locale)}
        </Button>
      ) : null}
      {line.truncated ? (
        <p className="font-sans text-muted">
          The line was longer than the store keeps; what follows its first {formatSize(line.message, locale)}{" "}
          is gone.
        </p>
      ) : null}
      <dl className="mt-2 grid grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] gap-x-4 max-sm:grid-cols-1">
        {lineFields(line).map(({ name, value }) => (
          <div key={name} className="group/field contents">
            <dt className="truncate text-muted sm:leading-6">
              <LineText text={name} words="" newlines="drawn" />
            </dt>
            <dd className="flex min-w-0 items-start gap-1 sm:leading-6">
              <span dir="ltr" className="min-w-0 [overflow-wrap:anywhere]">
                <LineText text={value} words="" newlines="kept" />
                <Aside name={name} line={line} zone={zone} />
              </span>
              <CopyButton
                name={`Copy ${name}`}
                text={() => value}
                className="opacity-0 focus-visible:opacity-100 group-hover/field:opacity-100 pointer-coarse:opacity-100"
              />
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-1 flex flex-wrap gap-1 font-sans [margin-left:-10px]">
        <CopyButton labelled name="Copy message" text={() => line.message} />
        <CopyButton labelled name="Copy line as JSON" text={() => lineJson(line)} />
      </div>
    </section>
  );
}

/** What an instant is in the reader's zone, and how long the line was under way. */
function Aside({ name, line, zone }: { name: string; line: LogLine; zone: string }) {
  const at = lineTimeMs(line);
  if (name === "ts") {
    const milliseconds = formatClock(at, zone, "millisecond").slice(8);
    return (
      <span className="text-faint">
        {" "}
        · {formatWall(at, zone)}
        {milliseconds} {formatOffset(at, zone)}
      </span>
    );
  }
  if (name === "ingested_at") {
    return <span className="text-faint"> · {underWay(line.ingestedAt - at)} after it was written</span>;
  }
  return null;
}

const underWay = (milliseconds: number): string =>
  milliseconds < 10_000 ? `${Math.max(0, milliseconds)} ms` : formatAge(milliseconds);
