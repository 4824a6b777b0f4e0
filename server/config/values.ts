import { z } from "zod";
import { durationPattern, parseDuration } from "./durations";

/** The kinds of values that a configuration holds. Every one carries its description: see `schema.ts`. */

export const text = (description: string) => z.string().min(1, "is empty").describe(description);

export const slug = (description: string) =>
  z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "is not a slug")
    .describe(description);

/** A duration in the file (`60s`, `2h`), milliseconds after parsing. */
export const duration = (description: string, fallback: string) =>
  z
    .string()
    .regex(durationPattern, "is not a duration: a whole number and ms, s, m, h or d")
    .transform(parseDuration)
    .prefault(fallback)
    .describe(description);

/** A whole number, also as the digits that `${NAME}` gave. */
export const integer = (description: string, bounds: { min: number; max: number; fallback: number }) =>
  z
    .preprocess(
      (value) => (typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value),
      z
        .int("is not a whole number")
        .min(bounds.min, `is below ${bounds.min}`)
        .max(bounds.max, `is above ${bounds.max}`),
    )
    .default(bounds.fallback)
    .describe(description);

/** A URL of a service in a private network: plain http is the operator's to choose. */
export const serviceUrl = (description: string) =>
  z
    .string()
    .superRefine((value, context) => {
      const problem = urlProblem(value);
      if (problem) context.addIssue(problem);
    })
    .transform((value) => value.replace(/\/+$/, ""))
    .describe(description);

/** A URL that browsers and tokens travel over: https, or http on this machine alone. Kept to the letter. */
export const issuerUrl = (description: string) =>
  z
    .string()
    .superRefine((value, context) => {
      const problem = urlProblem(value) ?? plainHttpProblem(value);
      if (problem) context.addIssue(problem);
    })
    .describe(description);

/** An origin: scheme, host and port. After parsing as `URL.origin` writes it. */
export const originUrl = (description: string) =>
  z
    .string()
    .superRefine((value, context) => {
      const problem = urlProblem(value) ?? plainHttpProblem(value) ?? pathProblem(value);
      if (problem) context.addIssue(problem);
    })
    .transform((value) => (URL.canParse(value) ? new URL(value).origin : value))
    .describe(description);

export const traceTemplate = (description: string) =>
  z
    .string()
    .superRefine((value, context) => {
      const problem =
        urlProblem(value.replaceAll("{trace_id}", "0")) ??
        (value.includes("{trace_id}") ? undefined : "has no {trace_id} in it");
      if (problem) context.addIssue(problem);
    })
    .describe(description);

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a URL stays on this machine, so that plain http gives nothing away. */
export const isLoopback = (url: URL) => loopbackHosts.has(url.hostname);

function urlProblem(value: string): string | undefined {
  if (!URL.canParse(value)) return "is not a URL";
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "is not an http or https URL";
  if (url.username !== "" || url.password !== "")
    return "carries a user or a password: they have keys of their own";
  if (url.hash !== "") return "ends in a #fragment";
  return undefined;
}

function plainHttpProblem(value: string): string | undefined {
  const url = new URL(value);
  return url.protocol === "http:" && !isLoopback(url)
    ? "is plain http on a host that is not this machine: use https"
    : undefined;
}

function pathProblem(value: string): string | undefined {
  const url = new URL(value);
  return url.pathname !== "/" || url.search !== ""
    ? "has a path: Stardeck lives at the root of its host"
    : undefined;
}
