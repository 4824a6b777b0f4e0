import { tracked } from "@trpc/server";
import { z } from "zod";
import { lineCursor, lineFilter } from "@/lib/logs/line";
import { serviceSelection, windowFields } from "@/lib/selection";
import { config } from "../../config";
import { NotFoundError } from "../../errors";
import { authorisedStream } from "../../live/authorised-stream";
import { type FollowedEvent, follow } from "../../live/follow";
import { searchLines } from "../../logs/search";
import { ProjectScope } from "../../scope/capabilities";
import { serviceKey } from "../../stores/clickhouse";
import { checkedRange } from "../../time";
import { toTrpcError } from "../errors";
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

  /** Lines as they land, each once; resumes after `lastEventId`, which the client keeps. */
  tail: signedIn
    .input(
      serviceSelection.extend({
        ...filterFields,
        // Whatever it is that a client remembers: what is no id of ours starts the tail anew.
        lastEventId: z.string().nullish().catch(undefined),
        backlog: z.int().min(0).max(500).default(200),
      }),
    )
    .subscription(({ ctx, input, signal }) => {
      const scope = ProjectScope.of(ctx.caller.catalog, input);
      const { q, levels, source, lastEventId, backlog } = input;
      return trackedEvents(
        authorisedStream({
          userId: ctx.caller.catalog.user.id,
          most: config().limits.streamsPerUser,
          signal,
          authorise: async () => {
            const { catalog } = await ctx.viewer();
            const again = ProjectScope.of(catalog, { ...input, region: scope.region });
            // The same slugs may have come to mean something else.
            if (serviceKey(again) !== serviceKey(scope)) throw new NotFoundError();
          },
          stream: (inner) =>
            follow(scope, {
              filter: { q, levels, source },
              lastEventId,
              backlog,
              procedure: ctx.procedure,
              signal: inner,
              now: ctx.now,
            }),
        }),
      );
    }),
});

/**
 * As tRPC sends them; what goes wrong in mid-stream gets its code here, after all middleware. An abort gets none: then the
 * connection just ends, and the client comes back with its last id.
 */
async function* trackedEvents(events: AsyncIterable<FollowedEvent>) {
  try {
    for await (const { id, event } of events) yield tracked(id, event);
  } catch (error) {
    throw error instanceof Error && error.name === "AbortError" ? error : toTrpcError(error);
  }
}
