import { rangeProblem, rangeProblemText, type TimeRange } from "@/lib/time/range";
import { InvalidInputError } from "./errors";

/** The window that a caller asked for; throws InvalidInputError with the words for what is wrong with it. */
export function checkedRange({ from, to }: TimeRange, now: number): TimeRange {
  const problem = rangeProblem({ from, to }, now);
  if (problem) throw new InvalidInputError(rangeProblemText[problem]);
  return { from, to };
}
