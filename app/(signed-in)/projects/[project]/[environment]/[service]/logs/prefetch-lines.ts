import "server-only";
import { type FirstPage, firstPageInput, lineSelection, viewFilter } from "@/components/logs/first-page";
import type { ServiceKey } from "@/lib/paths";
import { resolveRange } from "@/lib/time/range";
import type { View } from "@/lib/view";
import { api } from "@/server/trpc/caller";

/** How long a page waits for its first lines before it is sent without. Milliseconds. */
const patience = 400;

/**
 * The newest lines of the window, asked in-process. A store that is slow or down holds nothing back: the browser then
 * asks, and the list says what went wrong. Null for a tail, which opens with its own lines.
 */
export async function prefetchLines(key: ServiceKey, view: View, now: number): Promise<FirstPage | null> {
  const window = resolveRange(view, now);
  if (view.live || !window.ok) return null;
  const input = firstPageInput(lineSelection(key, view), viewFilter(view), window.range);
  const caller = await api();
  const asked = caller.logs.search(input).then(
    (page) => ({ input, page }),
    () => null,
  );
  const late = new Promise<null>((resolve) => setTimeout(resolve, patience, null));
  return Promise.race([asked, late]);
}
