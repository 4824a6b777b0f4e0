import { slotMs, slotOf, slotStart } from "./time";

/** Slots summed at a time: an hour. */
const blockSlots = 240;

/**
 * Counters of one owner (a gateway process, a container, a sandbox) as a function of time: what was added slot by
 * slot since the owner started. `amounts` says what a whole slot adds, and must be a pure function. A running hour is
 * kept summed, older hours as one checkpoint each, so any instant is cheap and days cost a few kilobytes.
 */
export class CumulativeSeries {
  readonly #checkpoints: Float64Array[];
  readonly #blocks: { index: number; sums: Float64Array }[] = [];
  readonly #firstSlot: number;

  constructor(
    /** How many counters. */
    readonly width: number,
    /** Epoch milliseconds; half-open. */
    readonly start: number,
    readonly end: number,
    private readonly amounts: (slot: number, out: Float64Array) => void,
  ) {
    this.#firstSlot = slotOf(start);
    this.#checkpoints = [new Float64Array(width)];
  }

  /** Writes the counters at an instant: zero before the start, constant after the end, linear within a slot. */
  at(at: number, out: Float64Array): void {
    const instant = Math.min(at, this.end);
    if (instant <= this.start) {
      out.fill(0);
      return;
    }
    const slot = slotOf(instant);
    const relative = slot - this.#firstSlot;
    const sums = this.#block(Math.floor(relative / blockSlots));
    const offset = (relative % blockSlots) * this.width;
    const from = Math.max(slotStart(slot), this.start);
    const to = Math.min(slotStart(slot + 1), this.end);
    const part = to > from ? (instant - from) / (to - from) : 0;
    for (let field = 0; field < this.width; field += 1) {
      const before = sums[offset + field] ?? 0;
      const after = sums[offset + this.width + field] ?? before;
      out[field] = before + part * (after - before);
    }
  }

  #block(index: number): Float64Array {
    const found = this.#blocks.find((block) => block.index === index);
    if (found) return found.sums;
    while (this.#checkpoints.length <= index) {
      const last = this.#checkpoints.length - 1;
      const sums = this.#sum(last);
      this.#keep(last, sums);
      this.#checkpoints.push(sums.slice(blockSlots * this.width));
    }
    const sums = this.#sum(index);
    this.#keep(index, sums);
    return sums;
  }

  /** Two blocks: a reader at the hour's turn goes back and forth between them. */
  #keep(index: number, sums: Float64Array): void {
    if (this.#blocks.length === 2) this.#blocks.shift();
    this.#blocks.push({ index, sums });
  }

  #sum(index: number): Float64Array {
    const sums = new Float64Array((blockSlots + 1) * this.width);
    sums.set(this.#checkpoints[index] ?? new Float64Array(this.width));
    const added = new Float64Array(this.width);
    for (let position = 0; position < blockSlots; position += 1) {
      const slot = this.#firstSlot + index * blockSlots + position;
      const overlap = Math.min(slotStart(slot + 1), this.end) - Math.max(slotStart(slot), this.start);
      const share = Math.max(0, overlap) / slotMs;
      if (share > 0) {
        added.fill(0);
        this.amounts(slot, added);
      }
      const offset = position * this.width;
      for (let field = 0; field < this.width; field += 1) {
        sums[offset + this.width + field] =
          (sums[offset + field] ?? 0) + (share > 0 ? share * (added[field] ?? 0) : 0);
      }
    }
    return sums;
  }
}
