import { z } from "zod";
import type { LogLine } from "@/lib/logs/line";
import type { WatchScope } from "../scope/capabilities";
import type { Asking } from "../stores/asking";
import { readWatched, type WatchAnswer } from "../stores/clickhouse";
import { lineColumns, lineRow } from "./line-row";

/**
 * The three questions of the shared tail, each one query for all watched services. Windows are told as ages, so that the
 * store's own clock decides; the time that it answers with makes them instants (see {@link windowBounds}).
 */
export interface IngestWindow {
  /** How far back from the store's now, milliseconds; exclusive. */
  readonly since: number;
  /** The window begins here at the latest (epoch milliseconds of the store's clock), however long the question took. */
  readonly notAfter?: number | undefined;
  /** How far back the window ends, milliseconds; inclusive. */
  readonly until: number;
}

/** The instants (`from`, `to`] of a window that was asked as of `asOf`, all epoch milliseconds of the store's clock. */
export function windowBounds(window: IngestWindow, asOf: number): { from: number; to: number } {
  const from = asOf - window.since;
  return {
    from: window.notAfter === undefined ? from : Math.min(from, window.notAfter),
    to: asOf - window.until,
  };
}

/** A line's identity and the instant of its ingestion. */
export interface StampedId {
  readonly id: string;
  readonly at: number;
  /** A build's line; else a service's own. */
  readonly build: boolean;
}

/** Number and XOR of the distinct line ids of a window: equal where two sides have the same lines. */
export interface Digest {
  readonly count: number;
  readonly xor: string;
}

const windowText = [
  "line.ingested_at > least(as_of - toIntervalMillisecond({since:UInt32}), fromUnixTimestamp64Milli({not_after:Int64}, 'UTC'))",
  "line.ingested_at <= as_of - toIntervalMillisecond({until:UInt32})",
];

const farFuture = 4_102_444_800_000;

const windowParameters = ({ since, notAfter, until }: IngestWindow) => ({
  since: Math.ceil(since),
  not_after: notAfter === undefined ? farFuture : Math.floor(notAfter),
  until: Math.floor(until),
});

/** Whose ids are visible in a window: with repeats, in no order. Throws StoreError. */
export function tailIds(
  scope: WatchScope,
  window: IngestWindow,
  asking: Asking,
): Promise<WatchAnswer<StampedId[]>> {
  return readWatched(
    scope,
    {
      aggregate:
        "groupArray(tuple(toString(line.line_id), toUnixTimestamp64Milli(line.ingested_at), line.kind = 'build'))",
      where: windowText,
      parameters: windowParameters(window),
      answer: idsAnswer,
    },
    asking,
  );
}

const idsAnswer = z
  .array(z.tuple([z.string(), z.number(), z.number()]))
  .transform((rows): StampedId[] => rows.map(([id, at, build]) => ({ id, at, build: build !== 0 })));

/** A digest of each service's distinct ids in a window. Throws StoreError. */
export function tailDigests(
  scope: WatchScope,
  window: IngestWindow,
  asking: Asking,
): Promise<WatchAnswer<Digest>> {
  return readWatched(
    scope,
    {
      aggregate:
        "tuple(length(groupUniqArray(line.line_id) AS ids), toString(arrayReduce('groupBitXor', ids)))",
      where: windowText,
      parameters: windowParameters(window),
      answer: z.tuple([z.coerce.number(), z.string()]).transform(([count, xor]): Digest => ({ count, xor })),
    },
    asking,
  );
}

/** The lines of these ids that were ingested at `stampedFrom` or later, with repeats, in no order. Throws StoreError. */
export function tailLines(
  scope: WatchScope,
  { ids, stampedFrom }: { readonly ids: readonly string[]; readonly stampedFrom: number },
  asking: Asking,
): Promise<WatchAnswer<LogLine[]>> {
  return readWatched(
    scope,
    {
      aggregate: `groupArray(tuple(${lineColumns.join(", ")}))`,
      // The time lets the store skip what is older without looking at any id.
      where: [
        "line.ingested_at >= fromUnixTimestamp64Milli({stamped_from:Int64}, 'UTC')",
        "line.line_id IN {ids:Array(Int64)}",
      ],
      parameters: { ids: ids.map(BigInt), stamped_from: stampedFrom },
      answer: z.array(lineRow),
    },
    asking,
  );
}
