import type { CriRecord } from "./cri";
import { flatten, parseObject, printed } from "./json-fields";
import { type Level, namedLevel, textLevel } from "./level";
import { lineId } from "./line-id";

/**
 * From a container's line to a row of `stardeck.logs`, exactly as `normalize` of `pipeline/logs/vector.yaml` does it: the
 * two are one specification, and `pipeline/logs/cases.json` holds both to it. Change them together.
 */

/** Where a line was read: from the log file's path and the control plane, never from the line. */
export interface Source {
  /** The runtime's id of the container. */
  readonly containerId: string;
  readonly container: string;
  readonly pod: string;
  readonly node: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A row as `JSONEachRow` takes it. `ingested_at` is not among the columns: only the server stamps it. */
export interface LogRow {
  readonly project_id: string;
  readonly environment: string;
  readonly service_id: string;
  /** RFC 3339, UTC, nanoseconds. */
  readonly ts: string;
  /** A signed 64-bit integer in decimal: JSON numbers would lose its last digits. */
  readonly line_id: string;
  readonly kind: "runtime" | "build";
  readonly stream: "stdout" | "stderr";
  readonly level: Level;
  readonly deployment_id: string;
  readonly replica: string;
  readonly container: string;
  readonly node: string;
  readonly message: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly trace_id: string;
  readonly span_id: string;
  readonly truncated: 0 | 1;
  readonly retention_days: number;
}

/** What no tenant can be named for. */
export interface Unrouted {
  readonly reason: string;
  readonly tag: string;
  readonly raw: string;
}

export interface TransformContext {
  /** The project's plan: days that its lines are kept, one of 3, 7, 30, 90. */
  readonly retentionDays: (projectId: string) => number;
  /** Epoch milliseconds: what a wild clock is clamped to. */
  readonly now: number;
}

const maximumMessage = 65_536;
/** How far into a line of text its level is looked for. */
const headLength = 256;
const maximumAttribute = 1_024;
const maximumAttributes = 64;
/** A line from the future or from last month would open partitions of its own. */
const maximumAheadMs = 300_000;
const maximumBehindMs = 30 * 86_400_000;

export function transform(
  record: CriRecord,
  source: Source,
  context: TransformContext,
): { readonly row: LogRow } | { readonly unrouted: Unrouted } {
  const label = (name: string) => source.labels[`starform.io/${name}`] ?? "";
  const missing = ["project-id", "environment", "service-id"].filter((name) => label(name) === "");
  const text = record.raw.toString("utf8");
  if (missing.length > 0) {
    const reason = `no label ${missing.map((name) => `starform.io/${name}`).join(", ")}`;
    return { unrouted: { reason, tag: tagOf(source), raw: truncate(text, 8_192) } };
  }

  const clock = clamp(record.time, context.now);
  const raw = truncate(text, maximumMessage);
  const parsed = readFields(raw);
  const days = context.retentionDays(label("project-id"));
  return {
    row: {
      project_id: label("project-id"),
      environment: label("environment"),
      service_id: label("service-id"),
      ts: clock.ts,
      line_id: lineId(source.containerId, record.stream, record.time, record.raw),
      kind: label("log-kind") === "build" ? "build" : "runtime",
      stream: record.stream,
      level: parsed.level,
      deployment_id: label("deployment-id"),
      replica: source.pod,
      container: source.container,
      node: source.node,
      message: parsed.message,
      attrs: { ...parsed.attrs, ...(clock.original && { "stardeck.original_ts": clock.original }) },
      trace_id: parsed.traceId,
      span_id: parsed.spanId,
      truncated: raw.length < text.length ? 1 : 0,
      retention_days: [3, 7, 30, 90].includes(days) ? days : 7,
    },
  };
}

/** What identifies the file in `logs_unrouted`: Fluent Bit's tag. */
const tagOf = (source: Source) => `${source.node}/${source.pod}/${source.container}`;

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

function clamp(time: string, now: number): { ts: string; original?: string } {
  const [, seconds = "", fraction = "", zone = ""] = rfc3339.exec(time) ?? [];
  const at = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(at)) return { ts: new Date(now).toISOString(), ...(time !== "" && { original: time }) };
  if (at - now > maximumAheadMs || now - at > maximumBehindMs) {
    return { ts: new Date(now).toISOString(), original: time };
  }
  return { ts: `${new Date(at).toISOString().slice(0, 19)}.${fraction.padEnd(9, "0")}Z` };
}

interface Fields {
  readonly message: string;
  readonly level: Level;
  readonly traceId: string;
  readonly spanId: string;
  readonly attrs: Record<string, string>;
}

const messageKeys = ["message", "msg"];
const levelKeys = ["level", "severity", "lvl", "log.level", "severity_text"];
const traceKeys = ["trace_id", "traceId", "trace.id"];
const spanKeys = ["span_id", "spanId", "span.id"];
const traceInText = /(?:^|[^0-9A-Za-z_])trace[_.-]?[iI]d["']?[=:] ?["']?([0-9a-fA-F]{32})(?:[^0-9A-Za-z_]|$)/;
const spanInText = /(?:^|[^0-9A-Za-z_])span[_.-]?[iI]d["']?[=:] ?["']?([0-9a-fA-F]{16})(?:[^0-9A-Za-z_]|$)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what it removes
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

function readFields(raw: string): Fields {
  const object = parseObject(raw);
  const known = object ? flatten(object).filter(([, value]) => value !== null) : [];
  const fields = new Map(known.map(([key, value]) => [key, printed(value)]));
  if (fields.size === 0) {
    const text = raw.replace(ansi, "");
    return {
      message: raw,
      level: textLevel(truncate(text, headLength)),
      traceId: (traceInText.exec(text)?.[1] ?? "").toLowerCase(),
      spanId: (spanInText.exec(text)?.[1] ?? "").toLowerCase(),
      attrs: {},
    };
  }
  const message = take(fields, messageKeys, (value) => value !== "") ?? raw;
  const level = take(fields, levelKeys, (value) => namedLevel(value) !== "unknown") ?? "";
  const traceId = take(fields, traceKeys, (value) => /^[0-9a-fA-F]{32}$/.test(value)) ?? "";
  const spanId = take(fields, spanKeys, (value) => /^[0-9a-fA-F]{16}$/.test(value)) ?? "";
  return {
    message,
    level: namedLevel(level),
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
    attrs: attributes(fields, raw),
  };
}

/** The first of `keys` whose value is `good`, taken out of `fields`; one that is not good stays an attribute. */
function take(fields: Map<string, string>, keys: readonly string[], good: (value: string) => boolean) {
  for (const key of keys) {
    const value = fields.get(key);
    if (value === undefined || !good(value)) continue;
    fields.delete(key);
    return value;
  }
  return undefined;
}

function attributes(fields: ReadonlyMap<string, string>, raw: string): Record<string, string> {
  if (fields.size > maximumAttributes) return { "stardeck.json": truncate(raw, 8_192) };
  return Object.fromEntries(
    [...fields].map(([key, value]) => [
      // Names under `stardeck.` are the platform's own: no application may pretend to be it.
      key.startsWith("stardeck.") ? `app.${key}` : key,
      truncate(value, maximumAttribute),
    ]),
  );
}

/** At most `limit` characters (not UTF-16 units: a surrogate pair is never torn). */
function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (let characters = 0; characters < limit && end < text.length; characters += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
