import { z } from "zod";
import { lineCursor, lineFilter } from "@/lib/logs/line";
import { serviceSelection, windowFields } from "@/lib/selection";
import { searchLines } from "../../logs/search";
import { ProjectScope } from "../../scope/capabilities";
import { checkedRange } from "../../time";
import { router, signedIn } from "../init";

const filterFields = lineFilter.shape;

export const logsRouter = router({
  /** The newest lines of a range, or the page before a line; newest first. */
  search: signedIn
    .input(
      serviceSelection.extend({
        ...windowFields,
        ...filterFields,
        cursor: lineCursor.nullish(),
        limit: z.int().min(1).max(500).default(200),
      }),
    )
    .query(async ({ ctx, input, signal }) => {
      const scope = ProjectScope.of(ctx.caller.catalog, input);
      const asOf = ctx.now();
      const { q, levels, source, cursor, limit } = input;
      const page = await searchLines(
        scope,
        {
          range: checkedRange(input, asOf),
          filter: { q, levels, source },
          cursor: cursor ?? undefined,
          limit,
        },
        { procedure: ctx.procedure, signal },
      );
      return { ...page, region: scope.region, asOf };
    }),
});
