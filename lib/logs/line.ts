import { z } from "zod";

export const levels = ["trace", "debug", "info", "warn", "error", "fatal", "unknown"] as const;
export type Level = (typeof levels)[number];

export const logKinds = ["runtime", "build"] as const;
export type LogKind = (typeof logKinds)[number];

/** One log line as the browser gets it. */
export interface LogLine {
  /** The shipper's hash, a signed 64-bit number in decimal: the line's identity. */
  readonly id: string;
  /** Nanoseconds since the epoch, in decimal: the container runtime's stamp. */
  readonly ts: string;
  readonly level: Level;
  readonly stream: string;
  readonly kind: LogKind;
  /** The pod. */
  readonly replica: string;
  readonly container: string;
  readonly node: string;
  readonly deploymentId: string;
  readonly message: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly traceId: string;
  readonly spanId: string;
  /** The line was longer than the store keeps. */
  readonly truncated: boolean;
  /** Epoch milliseconds at which the store stamped it. */
  readonly ingestedAt: number;
}

/** A place in a list that is ordered by (time, id): time alone would lose ties. */
export const lineCursor = z.object({
  ts: z.string().regex(/^\d{1,19}$/),
  id: z.string().regex(/^-?\d{1,19}$/),
});
export type LineCursor = z.infer<typeof lineCursor>;

/** Epoch milliseconds of a line's stamp. */
export const lineTimeMs = (line: Pick<LogLine, "ts">): number => Number(BigInt(line.ts) / 1_000_000n);

/** Newest first; ties by id, as the store orders them. */
export function compareNewestFirst(a: LineCursor, b: LineCursor): number {
  if (a.ts.length !== b.ts.length) return b.ts.length - a.ts.length;
  if (a.ts !== b.ts) return a.ts < b.ts ? 1 : -1;
  const [x, y] = [BigInt(a.id), BigInt(b.id)];
  return x === y ? 0 : x < y ? 1 : -1;
}

/** Which lines a list or a tail wants. The same filter is SQL for a search and a predicate for the tail. */
export const lineFilter = z.object({
  /** Substring of the message, any case. */
  q: z.string().max(1_000).optional(),
  levels: z.array(z.enum(levels)).max(levels.length).optional(),
  source: z.enum(logKinds).default("runtime"),
});
export type LineFilter = z.infer<typeof lineFilter>;
