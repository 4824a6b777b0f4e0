import {
  createLoader,
  createParser,
  createSerializer,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { levels, logKinds } from "./logs/line";
import { defaultRange } from "./time/range";
import { parseZone } from "./time/zone";

/**
 * The view is the URL: one schema for every page's query parameters, used by server and browser alike. What does not
 * parse falls back to its default, except `from` and `to`: a wrong range is kept as written, so that the page can say
 * what is wrong with it.
 */
export const refreshIntervals = ["off", "10s", "30s", "1m"] as const;
export type RefreshInterval = (typeof refreshIntervals)[number];

/** Milliseconds between refreshes; null when off. */
export const refreshMs: Record<RefreshInterval, number | null> = {
  off: null,
  "10s": 10_000,
  "30s": 30_000,
  "1m": 60_000,
};

const parseAsZone = createParser({ parse: parseZone, serialize: (zone: string) => zone });

/** A switch that is `1` when on and absent when off. */
const parseAsSwitch = createParser({
  parse: (text: string) => (text === "1" ? true : text === "0" ? false : null),
  serialize: (on: boolean) => (on ? "1" : "0"),
});

export const viewParams = {
  from: parseAsString.withDefault(defaultRange.from),
  to: parseAsString.withDefault(defaultRange.to),
  tz: parseAsZone.withDefault("browser"),
  refresh: parseAsStringLiteral(refreshIntervals).withDefault("10s"),
  /** Log query. */
  q: parseAsString.withDefault(""),
  level: parseAsArrayOf(parseAsStringLiteral(levels)).withDefault([]),
  source: parseAsStringLiteral(logKinds).withDefault("runtime"),
  live: parseAsSwitch.withDefault(false),
  /** The selected line's id. */
  line: parseAsString,
  /** Where a tail resumes. */
  cursor: parseAsString,
  /** Null: the service's first region. */
  region: parseAsString,
  compare: parseAsStringLiteral(["previous"] as const),
};

/** What a server component reads from its `searchParams`. */
export const loadView = createLoader(viewParams);
export type View = Awaited<ReturnType<typeof loadView>>;

/** The query string (with `?`, or empty) of a view, for links that keep the window, the zone and the region. */
export const viewQuery = createSerializer(viewParams);

/** The part of the view that every page of a service shares: a jump from one to another keeps it. */
export const sharedView = ({ from, to, tz, refresh, region }: View) => ({ from, to, tz, refresh, region });
