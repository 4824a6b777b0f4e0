import type { inferRouterOutputs } from "@trpc/server";
import type { LineFilter } from "@/lib/logs/line";
import type { ServiceKey } from "@/lib/paths";
import type { ServiceSelectionInput } from "@/lib/selection";
import type { TimeRange } from "@/lib/time/range";
import type { View } from "@/lib/view";
import type { AppRouter } from "@/server/trpc/router";

export type LinesPage = inferRouterOutputs<AppRouter>["logs"]["search"];

/** Lines of one page. */
export const pageLines = 200;

/** Whose lines a view is of. */
export const lineSelection = (
  { project, environment, service }: ServiceKey,
  { region }: Pick<View, "region">,
): ServiceSelectionInput => ({ project, environment, service, ...(region !== null && { region }) });

/** Which of them. */
export const viewFilter = ({ q, level, source }: Pick<View, "q" | "level" | "source">): LineFilter => ({
  source,
  ...(q !== "" && { q }),
  ...(level.length > 0 && { levels: [...level] }),
});

/** The question for the first page of a window; the server's and the browser's are equal, so that it is asked once. */
export const firstPageInput = (
  selection: ServiceSelectionInput,
  filter: LineFilter,
  { from, to }: TimeRange,
) => ({ ...selection, ...filter, from, to, limit: pageLines });

/** A first page that the server has read already, with the question that it answers. */
export interface FirstPage {
  readonly input: ReturnType<typeof firstPageInput>;
  readonly page: LinesPage;
}

/** Does it answer this question? */
export const answers = (first: FirstPage, input: FirstPage["input"]): boolean =>
  JSON.stringify(first.input) === JSON.stringify(input);
