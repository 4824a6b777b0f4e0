import { CatalogUnavailableError, StardeckError } from "../errors";

/**
 * How long an answer counts as fresh, in milliseconds. A membership that ends must be noticed within 30 s everywhere: so
 * this is below that by more than a live stream takes to look again.
 */
const freshForMs = 25_000;
/** How long the last answer serves while its source fails. */
const servesForMs = 600_000;
/** How long a source that has just failed is left alone while there is an answer to serve. */
const restMs = 5_000;

export interface Remembered<T> {
  readonly value: T;
  /** Set when the source failed and this is what it said last: when it was asked, epoch milliseconds. */
  readonly stale?: { readonly since: number };
}

/**
 * One answer, remembered for 25 s. Those who ask at the same time share one question, and while the source fails the
 * last answer serves for ten minutes. A typed denial is passed on at once and forgets the answer.
 */
export class Memory<T> {
  #last: { value: T; at: number } | undefined;
  #asking: Promise<Remembered<T>> | undefined;
  #restUntil = 0;

  constructor(
    /** Epoch milliseconds. */
    readonly now: () => number,
    /** Hears why the source failed. */
    readonly report: (problem: string) => void,
  ) {}

  /**
   * The answer: remembered, or from `ask`.
   * @throws CatalogUnavailableError when `ask` fails and nothing can serve; StardeckErrors of `ask` as they are
   */
  async get(ask: () => Promise<T>): Promise<Remembered<T>> {
    const last = this.#last;
    const age = last ? this.now() - last.at : Number.POSITIVE_INFINITY;
    if (last && age < freshForMs) return { value: last.value };
    const resting = this.now() < this.#restUntil && age < servesForMs;
    if (last && resting) return { value: last.value, stale: { since: last.at } };
    this.#asking ??= this.#ask(ask);
    return this.#asking;
  }

  async #ask(ask: () => Promise<T>): Promise<Remembered<T>> {
    // The age of an answer counts from the question: what changed meanwhile may not be in it.
    const at = this.now();
    try {
      const value = await ask();
      this.#last = { value, at };
      return { value };
    } catch (error) {
      if (error instanceof StardeckError) {
        this.#last = undefined;
        throw error;
      }
      this.report(error instanceof Error ? error.message : "unknown");
      this.#restUntil = this.now() + restMs;
      return this.#lastOr(error);
    } finally {
      this.#asking = undefined;
    }
  }

  #lastOr(cause: unknown): Remembered<T> {
    if (!this.#last || this.now() - this.#last.at >= servesForMs)
      throw new CatalogUnavailableError({ cause });
    return { value: this.#last.value, stale: { since: this.#last.at } };
  }
}
