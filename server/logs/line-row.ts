import { z } from "zod";
import { type LogLine, levels, logKinds } from "@/lib/logs/line";

/**
 * A line's columns, in the order of {@link lineRow}. 64-bit numbers travel as text: JSON's numbers would round them.
 */
export const lineColumns = [
  "toString(line.line_id)",
  "toString(toUnixTimestamp64Nano(line.ts))",
  "line.level",
  "line.stream",
  "line.kind",
  "line.replica",
  "line.container",
  "line.node",
  "line.deployment_id",
  "line.message",
  "line.attrs",
  "line.trace_id",
  "line.span_id",
  "line.truncated",
  "toUnixTimestamp64Milli(line.ingested_at)",
] as const;

/** One row of {@link lineColumns} as the browser gets it. A level or kind that we don't know costs its name, not the line. */
export const lineRow = z
  .tuple([
    z.string(),
    z.string(),
    z.enum(levels).catch("unknown"),
    z.string(),
    z.enum(logKinds).catch("runtime"),
    z.string(),
    z.string(),
    z.string(),
    z.string(),
    z.string(),
    z.record(z.string(), z.string()),
    z.string(),
    z.string(),
    z.number(),
    z.number(),
  ])
  .transform(
    ([
      id,
      ts,
      level,
      stream,
      kind,
      replica,
      container,
      node,
      deploymentId,
      message,
      attrs,
      ...rest
    ]): LogLine => {
      const [traceId, spanId, truncated, ingestedAt] = rest;
      return {
        id,
        ts,
        level,
        stream,
        kind,
        replica,
        container,
        node,
        deploymentId,
        message,
        attrs,
        traceId,
        spanId,
        truncated: truncated !== 0,
        ingestedAt,
      };
    },
  );
