import type { LogLine } from "@/lib/logs/line";
import type { TailEvent } from "@/lib/logs/tail";
import { TailBuffer, type TailLimits, type TailSnapshot } from "@/lib/logs/tail-buffer";

/** Milliseconds between two paintings of a busy tail: ten a second read as continuous. */
const paintEvery = 100;

/** The page's buffer of a tail as React reads it: it takes events as they come and tells its readers in batches. */
export class TailStore {
  readonly #buffer: TailBuffer;
  readonly #listeners = new Set<() => void>();
  #shown: TailSnapshot;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastEventId: string | null;

  constructor(resumeFrom: string | null, limits?: TailLimits) {
    this.#buffer = new TailBuffer(limits);
    this.#shown = this.#buffer.snapshot();
    this.#lastEventId = resumeFrom;
  }

  /** Where a connection that is opened anew goes on. */
  get lastEventId(): string | null {
    return this.#lastEventId;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  };

  readonly snapshot = (): TailSnapshot => this.#shown;

  receive(id: string, event: TailEvent): void {
    this.#buffer.receive(event);
    this.#lastEventId = id;
    this.#timer ??= setTimeout(this.#show, paintEvery);
  }

  readonly addStored = (lines: readonly LogLine[]): void => {
    this.#buffer.addStored(lines);
    this.#show();
  };

  /** Holds the list still or lets it go on. What came before the call is shown first: nothing moves after it. */
  setHeld(held: boolean): void {
    if (held === this.#buffer.holding) return;
    if (held) this.#buffer.hold();
    else this.#buffer.release();
    this.#show();
  }

  readonly #show = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#shown = this.#buffer.snapshot();
    for (const listener of this.#listeners) listener();
  };
}
