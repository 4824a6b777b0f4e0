import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import {
  CatalogUnavailableError,
  InvalidInputError,
  LimitError,
  NotFoundError,
  SignedOutError,
  StardeckError,
  StoreError,
  type StoreFault,
} from "../errors";

/** What the browser learns of a failure beside its message. */
export interface ErrorDetail {
  readonly reason: "signed-out" | "not-found" | "invalid" | "limit" | "store" | "catalog" | "internal";
  readonly store?: "metrics" | "logs";
  readonly region?: string;
  readonly fault?: StoreFault;
}

const codes = {
  "signed-out": "UNAUTHORIZED",
  "not-found": "NOT_FOUND",
  invalid: "BAD_REQUEST",
  limit: "TOO_MANY_REQUESTS",
  store: "SERVICE_UNAVAILABLE",
  catalog: "SERVICE_UNAVAILABLE",
  internal: "INTERNAL_SERVER_ERROR",
} as const;

export function detailOf(error: unknown): ErrorDetail {
  if (error instanceof SignedOutError) return { reason: "signed-out" };
  if (error instanceof NotFoundError) return { reason: "not-found" };
  if (error instanceof InvalidInputError || error instanceof ZodError) return { reason: "invalid" };
  if (error instanceof LimitError) return { reason: "limit" };
  if (error instanceof CatalogUnavailableError) return { reason: "catalog" };
  if (error instanceof StoreError) {
    return { reason: "store", store: error.store, region: error.region, fault: error.fault };
  }
  return { reason: "internal" };
}

/** A domain error as tRPC sends it: its own words where they are ours, a fixed sentence where they aren't. */
export function toTrpcError(error: unknown): TRPCError {
  if (error instanceof StardeckError) {
    return new TRPCError({ code: codes[detailOf(error).reason], message: error.message, cause: error });
  }
  return new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: "Something went wrong on our side. It has been recorded; try again.",
    cause: error,
  });
}

/** The words for an input that does not fit a procedure's schema: which field, and what is wrong with it. */
export function inputMessage(error: ZodError): string {
  const problems = error.issues.slice(0, 5).map((issue) => {
    const path = issue.path.map(String).join(".");
    return path ? `${path}: ${issue.message}` : issue.message;
  });
  return `The request does not fit: ${problems.join("; ")}`;
}
