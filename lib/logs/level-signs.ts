import { type Level, levels } from "./line";

/** How a level is told without its colour: a letter for the eye, a word for everybody. */
export const levelSigns: Record<Level, { readonly letter: string; readonly word: string }> = {
  fatal: { letter: "F", word: "Fatal" },
  error: { letter: "E", word: "Error" },
  warn: { letter: "W", word: "Warning" },
  info: { letter: "I", word: "Info" },
  debug: { letter: "D", word: "Debug" },
  trace: { letter: "T", word: "Trace" },
  unknown: { letter: "–", word: "No level" },
};

/** The switches of the bar; each level is in exactly one. */
export const levelGroups = [
  { word: "Error", levels: ["fatal", "error"] },
  { word: "Warn", levels: ["warn"] },
  { word: "Info", levels: ["info"] },
  { word: "Debug", levels: ["debug", "trace"] },
  { word: "Other", levels: ["unknown"] },
] as const satisfies readonly { word: string; levels: readonly Level[] }[];
export type LevelGroup = (typeof levelGroups)[number];

/** Is a group chosen, or only a part of it (a link can name single levels)? */
export function groupState(group: LevelGroup, chosen: readonly Level[]): "on" | "off" | "mixed" {
  const count = group.levels.filter((level) => chosen.includes(level)).length;
  return count === 0 ? "off" : count === group.levels.length ? "on" : "mixed";
}

/** The levels chosen after a press on a group; none and all are the same, so all is written as none. */
export function pressGroup(group: LevelGroup, chosen: readonly Level[]): Level[] {
  const wanted = new Set<Level>(chosen);
  const on = groupState(group, chosen) === "on";
  for (const level of group.levels) {
    if (on) wanted.delete(level);
    else wanted.add(level);
  }
  return wanted.size === levels.length ? [] : levels.filter((level) => wanted.has(level));
}
