import "server-only";
import type { Prefetched } from "@/components/panels/use-service-metrics";
import type { ServiceKey } from "@/lib/paths";
import { assumedPanelWidth, canonicalWidth } from "@/lib/time/panel-width";
import { resolveRange } from "@/lib/time/range";
import type { View } from "@/lib/view";
import { api } from "@/server/trpc/caller";

/** How long a page waits for its first data before it is sent without. Milliseconds. */
const patience = 400;

/**
 * The first window's data, asked in-process so that the page comes with its panels drawn. A store that is slow or down
 * holds nothing back: the browser then asks, and its panels say what went wrong. Null where the range can't be asked.
 */
export async function prefetchMetrics(key: ServiceKey, view: View, now: number): Promise<Prefetched | null> {
  const window = resolveRange(view, now);
  if (!window.ok) return null;
  const { range } = window;
  const input = { ...range, width: canonicalWidth(range, assumedPanelWidth), region: view.region };
  const caller = await api();
  const { region, ...question } = input;
  const asked = caller.metrics
    .service({ ...key, ...question, ...(region === null ? {} : { region }) })
    .catch(() => null);
  const late = new Promise<null>((resolve) => setTimeout(resolve, patience, null));
  return { input, data: await Promise.race([asked, late]) };
}
