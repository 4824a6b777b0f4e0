import type { Digest, StampedId } from "../logs/tail-questions";

/**
 * The lines of one service that a tail has dealt with, by id, for as long as the store may still show them again. What
 * was ingested at or before the floor counts as dealt with, so that memory is bounded by number as well as by time.
 */
export class SeenLines {
  /** Id → its newest stamp, in about the order of stamps. */
  readonly #at = new Map<string, number>();
  #floor: number;

  constructor(
    floor = Number.NEGATIVE_INFINITY,
    private readonly most = 200_000,
  ) {
    this.#floor = floor;
  }

  get size(): number {
    return this.#at.size;
  }

  /** Was it dealt with? A line that comes again with a newer stamp is one line, remembered from the newer one. */
  knows({ id, at }: Pick<StampedId, "id" | "at">): boolean {
    const before = this.#at.get(id);
    if (before === undefined) return at <= this.#floor;
    if (before < at) this.#remember(id, at);
    return true;
  }

  add({ id, at }: Pick<StampedId, "id" | "at">): void {
    if (!this.knows({ id, at })) this.#remember(id, at);
    if (this.#at.size > this.most) this.#dropOldest();
  }

  /** Forgets what was ingested before `instant`. */
  prune(instant: number): void {
    for (const [id, at] of this.#at) {
      if (at >= instant) return;
      this.#at.delete(id);
    }
  }

  /** Of the lines stamped within (`from`, `to`]. */
  digest({ from, to }: { readonly from: number; readonly to: number }): Digest {
    let count = 0;
    let xor = 0n;
    for (const [id, at] of this.#at) {
      if (at <= from || at > to) continue;
      count++;
      xor ^= BigInt(id);
    }
    return { count, xor: String(xor) };
  }

  /** Last in the map, so that the map stays in about the order of stamps. */
  #remember(id: string, at: number): void {
    this.#at.delete(id);
    this.#at.set(id, at);
  }

  #dropOldest(): void {
    const spare = Math.ceil(this.most / 10);
    for (const [id, at] of this.#at) {
      if (this.#at.size <= this.most - spare) return;
      this.#at.delete(id);
      this.#floor = Math.max(this.#floor, at);
    }
  }
}
