import { type LineFilter, levels } from "@/lib/logs/line";
import { wantedLevels, wellFormed } from "@/lib/logs/match";
import type { Parameters } from "../stores/clickhouse-text";
import { containsPattern } from "./like";

/** The filter in SQL: predicates only for what is asked, values bound. Its twin on lines: `lib/logs/match.ts`. */
export function filterText(filter: LineFilter): { where: string[]; parameters: Parameters } {
  const where = ["line.kind = {kind:String}"];
  const parameters: Record<string, Parameters[string]> = { kind: filter.source };
  const wanted = wantedLevels(filter);
  if (wanted) {
    where.push(
      wanted.other
        ? "line.level IN {levels:Array(String)} OR line.level NOT IN {known:Array(String)}"
        : "line.level IN {levels:Array(String)}",
    );
    parameters.levels = wanted.named;
    if (wanted.other) parameters.known = levels;
  }
  if (filter.q) {
    where.push("line.message ILIKE {words:String}");
    parameters.words = containsPattern(wellFormed(filter.q));
  }
  return { where, parameters };
}
