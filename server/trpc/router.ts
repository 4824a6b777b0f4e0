import { router } from "./init";
import { catalogRouter } from "./routers/catalog";
import { freshnessRouter } from "./routers/freshness";
import { logsRouter } from "./routers/logs";
import { metricsRouter } from "./routers/metrics";

export const appRouter = router({
  catalog: catalogRouter,
  metrics: metricsRouter,
  logs: logsRouter,
  freshness: freshnessRouter,
});

export type AppRouter = typeof appRouter;
