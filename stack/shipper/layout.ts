import { join } from "node:path";
import { dataOf } from "../layout";
import type { RegionId } from "../world";

/** Where a region's shipper remembers how far the store has its files' lines. */
export const checkpointFile = (region: RegionId): string =>
  join(dataOf(region, "shipper"), "checkpoint.json");

/** Tenants' namespaces. Nothing else on a node is read: the platform's own logs go another way. */
export const tenantNamespace = /^sd-[a-z0-9-]+$/;
