import { z } from "zod";
import { serviceSelection, windowFields } from "@/lib/selection";
import { maxPoints } from "@/lib/time/step";
import { serviceMetrics } from "../../metrics/service";
import { ProjectScope } from "../../scope/capabilities";
import { checkedRange } from "../../time";
import { router, signedIn } from "../init";

export const metricsRouter = router({
  /** All seven panels of one service: one range query and at most one instant query at the region's store. */
  service: signedIn
    .input(serviceSelection.extend({ ...windowFields, width: z.int().min(1).max(10_000).default(maxPoints) }))
    .query(({ ctx, input, signal }) => {
      const scope = ProjectScope.of(ctx.caller.catalog, input);
      const range = checkedRange(input, ctx.now());
      return serviceMetrics(scope, {
        range,
        width: input.width,
        now: ctx.now(),
        procedure: ctx.procedure,
        signal,
      });
    }),
});
