/** The model's clock: truths are kept per slot of 15 s, aligned to the epoch, as the scrapes and the rules are. */
export const slotMs = 15_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** The slot that holds an instant. Slots are half-open: [slot × 15 s, (slot + 1) × 15 s). */
export const slotOf = (at: number): number => Math.floor(at / slotMs);
export const slotStart = (slot: number): number => slot * slotMs;
/** The earliest slot boundary at or after an instant. */
export const alignUp = (at: number): number => Math.ceil(at / slotMs) * slotMs;

/**
 * Where the simulated world hangs in time. Kept for as long as the stack's data, so that history, live exporters and
 * a restarted process all count from the same instant. Epoch milliseconds.
 */
export interface Anchor {
  /** Changes every draw of noise. */
  readonly seed: string;
  /** Everything that already runs began here: half an hour before the history does. On the slot grid. */
  readonly origin: number;
  /** History ends and live begins here. On the slot grid. */
  readonly firstStart: number;
}

/** What the first start fills with history. */
export const historyMs = 6 * hourMs;
const warmUpMs = hourMs / 2;

/** The anchor of a world that is started for the first time at `now`. */
export function anchorAt(now: number, seed = "starform"): Anchor {
  const firstStart = slotStart(slotOf(now));
  return { seed, origin: firstStart - historyMs - warmUpMs, firstStart };
}
