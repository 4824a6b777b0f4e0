/**
 * What can go wrong, as types. Domain code throws these; `server/trpc/errors.ts` alone turns them into codes. Their
 * messages are written for the person who reads them on the page: no host, query, user or stack.
 */
export abstract class StardeckError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** Nobody is signed in, or Starbase no longer knows the access token. */
export class SignedOutError extends StardeckError {
  constructor() {
    super("You are signed out. Sign in again to go on.");
  }
}

/**
 * The one denial: what doesn't exist and what isn't the caller's are the same answer, so that nobody can tell them
 * apart.
 */
export class NotFoundError extends StardeckError {
  constructor() {
    super(
      "There is nothing here that you can see. It may not exist, or you may not be a member of its project.",
    );
  }
}

/** The caller's own input can't be answered; the message says what would be right. */
export class InvalidInputError extends StardeckError {}

/** Starbase did not answer, and what it said last is too old to trust. */
export class CatalogUnavailableError extends StardeckError {
  constructor(options?: ErrorOptions) {
    super(
      "The platform's directory did not answer. Nothing can be shown until it does; this page tries again.",
      options,
    );
  }
}

/** A bound on what one caller may hold open or ask for. */
export class LimitError extends StardeckError {}

export const storeFaults = [
  "unreachable",
  "timeout",
  "unauthorised",
  "overloaded",
  "too-much",
  "bad-answer",
  "stranger",
] as const;
/** Why a store gave no answer; each has its own words on the page. */
export type StoreFault = (typeof storeFaults)[number];

const faultWords: Record<StoreFault, string> = {
  unreachable: "could not be reached",
  timeout: "did not answer in time",
  unauthorised: "refused Stardeck's credentials; an operator has to look at them",
  overloaded: "is out of memory or too busy; try a shorter range or wait a moment",
  "too-much": "would have to read too much for this question; choose a shorter range",
  "bad-answer": "gave an answer that Stardeck can't read",
  stranger: "gave an answer that failed a safety check, so it is not shown",
};

/** A region's store gave no usable answer. */
export class StoreError extends StardeckError {
  constructor(
    readonly store: "metrics" | "logs",
    readonly region: string,
    readonly fault: StoreFault,
    options?: ErrorOptions,
  ) {
    super(`The ${store} store of region ${region} ${faultWords[fault]}.`, options);
  }
}
