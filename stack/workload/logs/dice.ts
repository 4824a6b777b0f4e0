import { mix } from "../model/random";

/** A sequence of draws that is always the same for the same (who, when): one thing a container says. */
export class Dice {
  #draw = 0;

  constructor(
    private readonly who: number,
    private readonly when: number,
  ) {}

  /** Uniform in [0, 1). */
  next(): number {
    this.#draw += 1;
    return mix(this.who, this.when, this.#draw) / 0x1_0000_0000;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** A whole number in [low, high]. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.next() * choices.length)] ?? choices[0];
  }

  hex(length: number): string {
    let text = "";
    while (text.length < length)
      text += Math.floor(this.next() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, length);
  }

  /** A duration in milliseconds that is mostly near `median` and now and then much more. */
  duration(median: number): number {
    const spread = (this.next() + this.next() + this.next() - 1.5) * 1.2;
    return Math.max(1, Math.round(median * Math.exp(spread)));
  }
}
