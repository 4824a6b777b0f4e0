import { z } from "zod";
import { duration, integer, issuerUrl, originUrl, serviceUrl, slug, text, traceTemplate } from "./values";

/**
 * `stardeck.config.yaml`. A key's description is at once its documentation in editors (through the JSON schema)
 * and the "what would be right" of a problem with it.
 */

const lifetimes = z
  .strictObject({
    idle: duration("how long a session lives without a request, such as 2h", "2h"),
    absolute: duration("how long a session lives at most, such as 12h; as long as the access token", "12h"),
  })
  .describe("how long sessions live");

const auth = z
  .strictObject({
    issuer: issuerUrl("the OpenID Connect issuer's URL, such as https://starbase.example.com"),
    clientId: text("the client id that the issuer knows Stardeck by"),
    clientSecret: text("the client secret that the issuer gave, best taken from the environment"),
    sessionSecret: text(
      "at least 32 random characters, the same for all instances, best taken from the environment: `openssl rand -base64 32` makes one",
    ).min(32, "is shorter than 32 characters"),
    lifetimes: lifetimes.prefault({}),
  })
  .describe("who signs people in, and how sessions are sealed");

const catalog = z
  .strictObject({
    starbase: serviceUrl("Starbase's URL, such as https://starbase.example.com").optional(),
    file: text("the path of a catalog.yaml, relative to this file").optional(),
  })
  .describe("where projects and memberships come from: `starbase: <url>` or `file: <path>`, exactly one")
  .meta({ minProperties: 1, maxProperties: 1 });

const metrics = z
  .strictObject({
    kind: z
      .literal("victoriametrics", "is not a kind of store that Stardeck reads")
      .describe("the kind of store: victoriametrics"),
    url: serviceUrl("the URL of the region's vmauth"),
    token: text("vmauth's read token: it can only query, and only with a scope"),
    platformToken: text(
      "vmauth's platform token: label-free questions about sources, and the agents' status",
    ),
  })
  .describe("the region's VictoriaMetrics, through vmauth");

const logs = z
  .strictObject({
    url: serviceUrl("the URL of the region's ClickHouse HTTP interface"),
    username: text("the reader's name: rows of one project a request"),
    password: text("the reader's password"),
    tailUsername: text("the tail's name: the newest twenty minutes"),
    tailPassword: text("the tail's password"),
    freshnessUsername: text("the name of the user that reads `pipe_freshness` alone"),
    freshnessPassword: text("that user's password"),
    database: text("the database's name").default("stardeck"),
    table: text("the table's name").default("logs"),
  })
  .describe("the region's ClickHouse");

const region = z
  .strictObject({
    id: slug("the region's id: lower-case letters, digits and hyphens, such as nyc3"),
    name: text("the region's name as people say it, such as New York 3"),
    metrics,
    logs,
  })
  .describe("one region and its two stores");

const freshness = z
  .strictObject({
    delayedAfter: duration("the age from which data counts as delayed, such as 60s", "60s"),
    staleAfter: duration(
      "the age from which data counts as stale, such as 120s; not below delayedAfter",
      "120s",
    ),
  })
  .describe("when data counts as delayed and as stale");

const limits = z
  .strictObject({
    storeTimeout: duration("how long a store may take for one answer, such as 5s", "5s"),
    maxRange: duration("the longest time range that may be asked for, such as 90d", "90d"),
    streamsPerUser: integer("how many live streams one user may hold open on one instance, 1 to 1000", {
      min: 1,
      max: 1000,
      fallback: 24,
    }),
  })
  .describe("what one request and one user may cost");

const links = z
  .strictObject({
    trace: traceTemplate(
      "the URL of a trace, with {trace_id} where its id goes, such as https://traces.example.com/trace/{trace_id}",
    ).optional(),
  })
  .describe("where other tools are");

export const fileSchema = z
  .strictObject({
    publicUrl: originUrl(
      "the URL that browsers reach Stardeck at, without a path, such as https://stardeck.example.com",
    ),
    auth,
    catalog,
    regions: z.array(region).min(1, "names no region").describe("at least one region"),
    freshness: freshness.prefault({}),
    limits: limits.prefault({}),
    links: links.prefault({}),
  })
  .describe("Stardeck's configuration");

/** The file's values after parsing: durations in milliseconds, URLs without a trailing slash. */
export type FileConfig = z.output<typeof fileSchema>;
