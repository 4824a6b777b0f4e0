import { Fragment, memo, type ReactNode } from "react";
import { levelSigns } from "@/lib/logs/level-signs";
import { type Level, lineTimeMs } from "@/lib/logs/line";
import { formatSize, lineInstant, shortPod } from "@/lib/logs/line-fields";
import type { LineRow } from "@/lib/logs/tail-rows";
import { clip } from "@/lib/logs/visible-text";
import { formatClock, formatDay } from "@/lib/time/zone";
import { formatAge } from "@/lib/units";
import { LineDetails } from "./line-details";
import { LineText } from "./line-text";
import { WholeRow } from "./whole-row";

/** Characters of a message that a row carries; the rest is on demand in the opened line. */
const rowCharacters = 2_000;

const levelLook: Record<Level, { bar: string; letter: string }> = {
  fatal: { bar: "bg-level-error", letter: "text-level-error" },
  error: { bar: "bg-level-error", letter: "text-level-error" },
  warn: { bar: "bg-level-warn", letter: "text-level-warn" },
  info: { bar: "bg-level-info/55", letter: "text-level-info" },
  debug: { bar: "bg-level-debug/55", letter: "text-level-debug" },
  trace: { bar: "bg-level-debug/55", letter: "text-level-debug" },
  unknown: { bar: "bg-border", letter: "text-faint" },
};

/** How rows are written: the same for all rows of a list. */
export interface RowFormat {
  /** The words of the search, to be marked. */
  readonly words: string;
  readonly wrap: boolean;
  /** IANA name. */
  readonly zone: string;
  readonly locale: string;
  /** Does the list reach over midnight, so that a clock alone would not tell the day? */
  readonly days: boolean;
}

interface LogRowProps {
  readonly row: LineRow;
  readonly id: string;
  readonly selected: boolean;
  readonly expanded: boolean;
  readonly format: RowFormat;
  readonly onPress: (id: string) => void;
}

export const LogRow = memo(function LogRow({ row, id, selected, expanded, format, onPress }: LogRowProps) {
  const { line } = row;
  const { words, wrap, zone, locale, days } = format;
  const at = lineTimeMs(line);
  const look = levelLook[line.level];
  const sign = levelSigns[line.level];
  const { text, rest } = clip(line.message, rowCharacters);
  const press = () => {
    // A reader who has just marked text with the mouse wants to copy it, not to open the line.
    if (window.getSelection()?.isCollapsed === false) return;
    onPress(line.id);
  };
  return (
    <div className={`group ${expanded ? "bg-surface" : ""}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual list can't be a table element */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and opens the row by its id */}
      <div
        id={id}
        role="row"
        tabIndex={-1}
        aria-level={1}
        aria-selected={selected}
        aria-expanded={expanded}
        data-selected={selected || undefined}
        onClick={press}
        className="flex min-h-5 cursor-default pr-2 pointer-coarse:min-h-7 pointer-coarse:items-center hover:bg-raised data-selected:bg-selected"
      >
        <span aria-hidden className={`w-[3px] shrink-0 self-stretch ${look.bar}`} />
        <span aria-hidden className={`w-6 shrink-0 text-center font-medium ${look.letter}`}>
          {sign.letter}
        </span>
        <Cell className="sr-only">{sign.word}</Cell>
        <Cell className={`shrink-0 text-muted w-[13ch] ${days ? "sm:w-[20ch]" : ""}`}>
          <time dateTime={lineInstant(line)}>
            {days ? <span className="max-sm:hidden">{formatDay(at, zone, locale)} </span> : null}
            {formatClock(at, zone, "millisecond")}
          </time>
        </Cell>
        <Cell className="w-[19ch] shrink-0 truncate pr-[1ch] text-faint max-md:hidden" title={line.replica}>
          {shortPod(line.replica)}
        </Cell>
        {row.late ? (
          <Cell
            className="mr-2 shrink-0 text-delayed"
            title="This line came after newer ones: it stands where its time is."
          >
            late {formatAge(Math.max(0, line.ingestedAt - at))}
          </Cell>
        ) : null}
        <Cell
          className={`min-w-0 flex-1 [unicode-bidi:isolate] ${
            wrap ? "whitespace-pre-wrap [overflow-wrap:anywhere]" : "truncate whitespace-pre"
          }`}
        >
          <LineText text={text} words={words} newlines={wrap ? "kept" : "drawn"} />
          <Attributes line={line} />
        </Cell>
        {rest > 0 || line.truncated ? (
          <Cell className="ml-2 shrink-0 self-start text-faint">
            {line.truncated ? "cut at " : ""}
            {formatSize(line.message, locale)}
          </Cell>
        ) : null}
      </div>
      {expanded ? (
        <WholeRow level={2}>
          <LineDetails line={line} words={words} zone={zone} locale={locale} />
        </WholeRow>
      ) : null}
    </div>
  );
});

interface CellProps {
  readonly className: string;
  readonly title?: string;
  readonly children: ReactNode;
}

function Cell({ className, title, children }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list can't be a table element
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
    <span role="gridcell" dir="ltr" className={className} title={title}>
      {children}
    </span>
  );
}

/** Attributes that a row shows behind its message; the opened line has them all. */
const rowAttributes = 6;
const attributeCharacters = 60;
/** What the row's own columns say already. */
const inColumns = new Set(["ts", "time", "timestamp", "@timestamp", "level", "severity", "pod", "replica"]);

function Attributes({ line }: { line: LineRow["line"] }) {
  const shown = Object.entries(line.attrs)
    .filter(([name]) => !inColumns.has(name))
    .slice(0, rowAttributes);
  if (shown.length === 0) return null;
  return (
    <span className="text-faint">
      {shown.map(([name, value]) => (
        <Fragment key={name}>
          {"  "}
          <LineText text={clip(name, attributeCharacters).text} words="" newlines="drawn" />=
          <span className="text-muted">
            <LineText text={clip(value, attributeCharacters).text} words="" newlines="drawn" />
          </span>
        </Fragment>
      ))}
    </span>
  );
}
