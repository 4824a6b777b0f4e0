"use client";

import { Pause, Play, Radio, WrapText } from "lucide-react";
import type { ReactNode } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { groupState, type LevelGroup, levelGroups, pressGroup } from "@/lib/logs/level-signs";
import type { Level, LogKind } from "@/lib/logs/line";
import { SearchBox } from "./search-box";

const groupBar: Record<LevelGroup["word"], string> = {
  Error: "bg-level-error",
  Warn: "bg-level-warn",
  Info: "bg-level-info",
  Debug: "bg-level-debug",
  Other: "bg-faint",
};

const sources = [
  { kind: "runtime", word: "Runtime" },
  { kind: "build", word: "Build" },
] as const satisfies readonly { kind: LogKind; word: string }[];

const switchLook =
  "inline-flex h-8 shrink-0 items-center gap-1.5 border-border px-2.5 text-sm text-muted transition-colors hover:bg-raised hover:text-text data-selected:bg-selected data-selected:text-text";
const aloneLook = `${switchLook} rounded-md border bg-surface`;

interface LogBarProps {
  readonly words: string;
  readonly levels: readonly Level[];
  readonly source: LogKind;
  readonly wrap: boolean;
  readonly live: boolean;
  readonly paused: boolean;
  readonly onWords: (words: string) => void;
  readonly onLevels: (levels: Level[]) => void;
  readonly onSource: (source: LogKind) => void;
  readonly onWrap: (wrap: boolean) => void;
  readonly onLive: (live: boolean) => void;
  readonly onPaused: (paused: boolean) => void;
}

/** What is searched, and whether it is followed. */
export function LogBar(props: LogBarProps) {
  const { words, levels, source, wrap, live, paused } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2 max-sm:px-2">
      <SearchBox words={words} onSearch={props.onWords} />
      <SwitchGroup name="Levels">
        {levelGroups.map((group) => {
          const state = groupState(group, levels);
          return (
            <ToggleButton
              key={group.word}
              isSelected={state !== "off"}
              onChange={() => props.onLevels(pressGroup(group, levels))}
              className={`${switchLook} max-sm:px-2`}
            >
              <span aria-hidden className={`h-3 w-[3px] rounded-full ${groupBar[group.word]}`} />
              {group.word}
              {state === "mixed" ? <span className="sr-only">, in part</span> : null}
            </ToggleButton>
          );
        })}
      </SwitchGroup>
      <SwitchGroup name="Source">
        {sources.map(({ kind, word }) => (
          <ToggleButton
            key={kind}
            isSelected={source === kind}
            onChange={() => props.onSource(kind)}
            className={switchLook}
          >
            {word}
          </ToggleButton>
        ))}
      </SwitchGroup>
      <ToggleButton aria-label="Wrap lines" isSelected={wrap} onChange={props.onWrap} className={aloneLook}>
        <WrapText aria-hidden size={14} />
      </ToggleButton>
      <div className="ml-auto flex gap-2">
        {live ? (
          <ToggleButton isSelected={paused} onChange={props.onPaused} className={aloneLook}>
            {paused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
            Pause
          </ToggleButton>
        ) : null}
        <ToggleButton
          isSelected={live}
          onChange={props.onLive}
          className={`${aloneLook} data-selected:border-live data-selected:text-live`}
        >
          <Radio aria-hidden size={14} />
          Live
        </ToggleButton>
      </div>
    </div>
  );
}

function SwitchGroup({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className="flex overflow-clip rounded-md border border-border bg-surface [&>*+*]:border-l">
      <legend className="sr-only">{name}</legend>
      {children}
    </fieldset>
  );
}
