import type { LogLine } from "@/lib/logs/line";
import { StoreError } from "../errors";
import type { StampedId } from "../logs/tail-questions";
import { serviceKey, type WatchAnswer } from "../stores/clickhouse";
import type { Channel, Plan } from "./channel";
import { hubLimits } from "./hub-limits";

export interface PlannedLines {
  /** By service key; with repeats where the store has them. */
  readonly found: ReadonlyMap<string, LogLine[]>;
  /** Lines that are by themselves more than the store gives in one answer. */
  readonly refused: ReadonlyMap<string, StampedId[]>;
}

type Read = (
  channels: readonly Channel[],
  which: { readonly ids: readonly string[]; readonly stampedFrom: number },
) => Promise<WatchAnswer<LogLine[]>>;

/** Reads the lines that were planned, in questions that the store's limits allow. Throws what the store throws. */
export async function plannedLines(
  plans: readonly { readonly channel: Channel; readonly plan: Plan }[],
  read: Read,
): Promise<PlannedLines> {
  const found = new Map<string, LogLine[]>();
  const refused = new Map<string, StampedId[]>();
  const planned = plans.flatMap(({ channel, plan }) =>
    [...plan.fetch.values()].map((stamped) => ({ channel, stamped })),
  );
  const ask = async (some: typeof planned): Promise<void> => {
    const channels = [...new Set(some.map(({ channel }) => channel))];
    const ids = some.map(({ stamped }) => stamped.id);
    const stampedFrom = some.reduce(
      (least, { stamped }) => Math.min(least, stamped.at),
      Number.MAX_SAFE_INTEGER,
    );
    try {
      const { services } = await read(channels, { ids, stampedFrom });
      for (const [key, lines] of services) found.set(key, [...(found.get(key) ?? []), ...lines]);
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      const [only, second] = some;
      if (only && !second) {
        const key = serviceKey(only.channel.scope);
        refused.set(key, [...(refused.get(key) ?? []), only.stamped]);
        return;
      }
      const half = Math.ceil(some.length / 2);
      await ask(some.slice(0, half));
      await ask(some.slice(half));
    }
  };
  for (let at = 0; at < planned.length; at += hubLimits.questionLines) {
    await ask(planned.slice(at, at + hubLimits.questionLines));
  }
  return { found, refused };
}

export const isTooMuch = (error: unknown): boolean =>
  error instanceof StoreError && error.fault === "too-much";
