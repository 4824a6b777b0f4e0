import type { Session } from "../auth/session";

/** What one caller may see: nothing that is not theirs is in it. */
export interface CallerCatalog {
  readonly user: { readonly id: string; readonly email: string; readonly role?: "sre" };
  /** For role `sre` every region, for members those that their services run in; always regions that Stardeck reads. */
  readonly regions: readonly CatalogRegion[];
  readonly projects: readonly CatalogProject[];
  /** Set when the source did not answer and this is what it said last: `since` is when, in epoch milliseconds. */
  readonly stale?: { readonly since: number };
}

export interface CatalogRegion {
  readonly id: string;
  readonly name: string;
}

export interface CatalogProject {
  /** 32 lower-case hexadecimal characters: the tenant. */
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly environments: readonly CatalogEnvironment[];
}

export interface CatalogEnvironment {
  readonly slug: string;
  /** A preview: its routes get no series of their own. */
  readonly ephemeral: boolean;
  readonly services: readonly CatalogService[];
}

export interface CatalogService {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** A worker has no route. */
  readonly kind: "web" | "worker";
  /** Ids of the regions that it runs in and that Stardeck reads; may be empty. */
  readonly regions: readonly string[];
}

/** The part of a session that a catalog needs. */
export type Caller = Pick<Session, "user" | "accessToken">;

/** Says what exists and who may see it. */
export interface Catalog {
  /**
   * What the caller may see, at most 30 s old, or older with `stale` set while the source does not answer.
   * @throws SignedOutError when the source no longer knows the caller
   * @throws NotFoundError when it refuses the caller
   * @throws CatalogUnavailableError when it has not answered for ten minutes, or never
   */
  forCaller(caller: Caller): Promise<CallerCatalog>;
  /** Drops what is remembered of a caller, at sign-out. */
  forget(caller: Caller): void;
}
