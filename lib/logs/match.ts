import { type LineFilter, type LogLine, levels } from "./line";

/**
 * A text as it is compared when case doesn't matter: each code point by itself, as ClickHouse's ILIKE does, so that a
 * tail and a search of the same words agree. (`toLowerCase` of a whole text would look at neighbours: Σ, ς.)
 */
export function foldCase(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase();
  let folded = "";
  for (const character of text) {
    const lower = character.toLowerCase();
    // A lower case of another length (İ) has no simple counterpart: such a character stands for itself.
    folded += [...lower].length === 1 ? lower : character;
  }
  return folded;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII, its controls too
const isAscii = /^[\x00-\x7f]*$/;

/** The filter as a predicate on lines, prepared once: what `server/logs/filter.ts` says in SQL. */
export function lineMatcher(
  filter: LineFilter,
): (line: Pick<LogLine, "message" | "level" | "kind">) => boolean {
  const wanted = filter.levels?.length ? new Set(filter.levels) : null;
  const words = filter.q ? foldCase(wellFormed(filter.q)) : null;
  return (line) =>
    line.kind === filter.source &&
    (wanted === null || wanted.has(line.level)) &&
    (words === null || foldCase(line.message).includes(words));
}

/** The levels to compare with in the store, or null for any. `other`: also whatever is no level that we know. */
export function wantedLevels(filter: LineFilter): { named: readonly string[]; other: boolean } | null {
  if (!filter.levels?.length || filter.levels.length === levels.length) return null;
  return { named: filter.levels, other: filter.levels.includes("unknown") };
}

/** A text without half characters: no store could be asked for them. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\u{FFFD}");
