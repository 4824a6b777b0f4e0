import { type Pipe, pipes } from "@/lib/freshness";
import { serviceSelection } from "@/lib/selection";
import { config } from "../../config";
import { NotFoundError } from "../../errors";
import { lookAtRegion } from "../../freshness/region-poller";
import { regionStatus } from "../../freshness/status";
import { ProjectScope, RegionScope } from "../../scope/capabilities";
import type { Viewer } from "../context";
import { router, signedIn } from "../init";

export const freshnessRouter = router({
  /** How fresh the region of one service is, by the pipes that the service depends on. */
  service: signedIn.input(serviceSelection).query(async ({ ctx, input }) => {
    const scope = ProjectScope.of(ctx.caller.catalog, input);
    const routed = scope.kind === "web" && !scope.ephemeral;
    const wanted = pipes.filter((pipe) => pipe !== "build-logs" && (routed || pipe !== "gateway"));
    const region = await statusOf(ctx.caller, scope.region, ctx.now, wanted);
    return { region, now: ctx.now(), thresholds: config().freshness };
  }),

  /** Every region, for those who keep them running. Anybody else learns nothing, not even that this exists. */
  regions: signedIn.query(async ({ ctx }) => {
    const { catalog } = ctx.caller;
    if (catalog.user.role !== "sre") throw new NotFoundError();
    const regions = await Promise.all(
      catalog.regions.map(({ id }) => statusOf(ctx.caller, id, ctx.now, pipes)),
    );
    return { regions, now: ctx.now(), thresholds: config().freshness };
  }),
});

async function statusOf({ catalog }: Viewer, id: string, now: () => number, wanted: readonly Pipe[]) {
  const view = await lookAtRegion(RegionScope.of(catalog, id), now());
  const name = catalog.regions.find((region) => region.id === id)?.name ?? id;
  return regionStatus({ id, name }, view, now(), config().freshness, wanted);
}
