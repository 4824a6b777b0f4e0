import { type Config, config } from "../config";
import { StoreError } from "../errors";
import { logger } from "../log";

/** What both stores have in common: who asks, which region, and what to do with an answer that is somebody else's. */

export interface Asking {
  /** The procedure that asks, so that the store's own log points back at the code. */
  readonly procedure: string;
  /** When the caller goes away, so does the query: the store cancels what nobody waits for. */
  readonly signal?: AbortSignal | undefined;
}

type Store = StoreError["store"];

/** The region's configuration. Throws StoreError where there is none. */
export function configuredRegion(store: Store, regionId: string): Config["regions"][number] {
  const region = config().regions.find(({ id }) => id === regionId);
  if (!region) throw new StoreError(store, regionId, "unreachable");
  return region;
}

/** The error for a row or series that is not the scope's, recorded: its data goes nowhere. */
export function stranger(store: Store, region: string, { procedure }: Asking): StoreError {
  logger().error({ audit: "scope-violation", region, store, procedure }, "scope violation");
  return new StoreError(store, region, "stranger");
}
