import { z } from "zod";
import type { RegionScope } from "../scope/capabilities";
import type { Asking } from "../stores/asking";
import { readPipes } from "../stores/clickhouse";

/** How far one kind of lines from one node has come. Epoch milliseconds of the store's clock; null where there is none. */
export interface PipeFreshness {
  /** `runtime` or `build`. */
  readonly kind: string;
  readonly node: string;
  readonly newestIngestedAt: number | null;
  readonly heartbeatAt: number | null;
}

// The view says "never" as 1970-01-01.
const instant = z.number().transform((milliseconds) => (milliseconds > 0 ? milliseconds : null));

const row = z
  .tuple([z.string(), z.string(), instant, instant])
  .transform(([kind, node, newestIngestedAt, heartbeatAt]) => ({
    kind,
    node,
    newestIngestedAt,
    heartbeatAt,
  }));

/** The newest line and heartbeat of each (kind, node) of a region. Throws StoreError. */
export function readPipeFreshness(scope: RegionScope, asking: Asking): Promise<PipeFreshness[]> {
  return readPipes(scope, row, asking);
}
