import { ClickHouseError } from "@clickhouse/client";
import type { StoreFault } from "../errors";

/** ClickHouse's own numbers (`ErrorCodes.cpp`) for what a person can be told more about than "bad answer". */
const faultOfCode: Readonly<Record<string, StoreFault>> = {
  158: "too-much", // TOO_MANY_ROWS
  159: "timeout", // TIMEOUT_EXCEEDED
  160: "timeout", // TOO_SLOW
  191: "too-much", // SET_SIZE_LIMIT_EXCEEDED
  192: "unauthorised", // UNKNOWN_USER
  193: "unauthorised", // WRONG_PASSWORD
  194: "unauthorised", // REQUIRED_PASSWORD
  195: "unauthorised", // IP_ADDRESS_NOT_ALLOWED
  201: "overloaded", // QUOTA_EXCEEDED
  202: "overloaded", // TOO_MANY_SIMULTANEOUS_QUERIES
  209: "timeout", // SOCKET_TIMEOUT
  210: "unreachable", // NETWORK_ERROR
  241: "overloaded", // MEMORY_LIMIT_EXCEEDED
  307: "too-much", // TOO_MANY_BYTES
  394: "timeout", // QUERY_WAS_CANCELLED
  396: "too-much", // TOO_MANY_ROWS_OR_BYTES
  439: "overloaded", // CANNOT_SCHEDULE_TASK
  497: "unauthorised", // ACCESS_DENIED
  516: "unauthorised", // AUTHENTICATION_FAILED
  745: "overloaded", // SERVER_OVERLOADED
};

const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
]);

/** Why a query gave no usable answer. `timedOut`: our own limit ended it. */
export function faultOf(error: unknown, timedOut: boolean): StoreFault {
  if (timedOut) return "timeout";
  if (error instanceof ClickHouseError) return faultOfCode[error.code] ?? "bad-answer";
  if (!(error instanceof Error)) return "bad-answer";
  if ("code" in error && typeof error.code === "string" && networkCodes.has(error.code)) return "unreachable";
  // The client's own words where it has no code: its request timer, a socket that ended early, a proxy's page.
  if (/timeout/i.test(error.message)) return "timeout";
  if (/socket hang up|aborted/i.test(error.message)) return "unreachable";
  if (/\b(401|403)\b/.test(error.message)) return "unauthorised";
  if (/\b(502|503|504)\b/.test(error.message)) return "unreachable";
  return "bad-answer";
}
