import { rangeProblem, rangeProblemText, type TimeRange } from "@/lib/time/range";
import { config } from "./config";
import { InvalidInputError } from "./errors";

/**
 * The window that a caller asked for; throws InvalidInputError with the words for what is wrong with it. The
 * configuration may allow less than 90 days, never more.
 */
export function checkedRange({ from, to }: TimeRange, now: number): TimeRange {
  const problem = rangeProblem({ from, to }, now);
  if (problem) throw new InvalidInputError(rangeProblemText[problem]);
  const { maxRange } = config().limits;
  if (to - from > maxRange) {
    const hours = Math.floor(maxRange / 3_600_000);
    throw new InvalidInputError(`The range is longer than the ${hours} hours that may be asked for here.`);
  }
  return { from, to };
}
