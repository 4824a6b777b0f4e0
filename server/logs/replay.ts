import { z } from "zod";
import type { LineFilter, LogLine } from "@/lib/logs/line";
import type { ProjectScope } from "../scope/capabilities";
import type { Asking } from "../stores/asking";
import { readRows } from "../stores/clickhouse";
import { filterText } from "./filter";
import { lineColumns, lineRow } from "./line-row";

export interface Replay {
  /** Oldest first, each line once. */
  readonly lines: LogLine[];
  /** Lines that matched beyond those: the oldest. */
  readonly skipped: number;
}

/** The newest `most` lines that were ingested after an instant (epoch milliseconds) and match. Throws StoreError. */
export async function replayLines(
  scope: ProjectScope,
  { ingestedAfter, filter, most }: { ingestedAfter: number; filter: LineFilter; most: number },
  asking: Asking,
): Promise<Replay> {
  const { where, parameters } = filterText(filter);
  const rows = await readRows(
    scope,
    {
      select: ["uniqExact(line.line_id) OVER ()", ...lineColumns],
      where: ["line.ingested_at > fromUnixTimestamp64Milli({ingested_after:Int64}, 'UTC')", ...where],
      rest: `ORDER BY line.ts DESC, line.line_id DESC LIMIT ${2 * most}`,
      parameters: { ...parameters, ingested_after: Math.floor(ingestedAfter) },
      row: countedRow,
    },
    asking,
  );
  const lines = new Map<string, LogLine>();
  for (const { line } of rows) if (lines.size < most) lines.set(line.id, line);
  const total = rows[0]?.total ?? 0;
  return { lines: [...lines.values()].reverse(), skipped: total - lines.size };
}

const countedRow = z
  .array(z.unknown())
  .transform(([total, ...line]) => ({ total, line }))
  .pipe(z.object({ total: z.coerce.number(), line: lineRow }));
