import type { Hub } from "./hub";

/** Milliseconds from the start of one head to the start of the next. */
const tickEvery = 200;
/** After a failure, before the next attempt. */
const retryAfter = 500;
/** A store that is silent for this long is trouble worth telling, even while a question still waits. */
const troubleAfter = 2_000;

/** Drives a hub while somebody watches: one at a time, started by the first viewer, ended some seconds after the last. */
export class HubLoop {
  #running = false;
  #failing = false;
  #wake: (() => void) | undefined;

  /** `report` hears of the first failure of a trouble, not of every attempt. */
  constructor(
    private readonly hub: Hub,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Starts the loop, or makes it look now: a new viewer need not wait for the next tick. */
  look(): void {
    this.#wake?.();
    if (this.#running) return;
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
    });
  }

  async #run(): Promise<void> {
    while (!this.hub.idle) {
      const started = performance.now();
      const pause = await this.#turn();
      this.hub.dropIdle();
      await this.#sleep(Math.max(0, pause - (performance.now() - started)));
    }
  }

  /** One head, and a sweep when it is due. Gives the time from its start to the next, milliseconds. */
  async #turn(): Promise<number> {
    const watchdog = setTimeout(() => this.hub.trouble(), troubleAfter);
    try {
      const caughtUp = await this.hub.head();
      if (caughtUp && this.hub.sweepDue) await this.hub.sweep();
      this.#failing = false;
      return caughtUp ? tickEvery : 0;
    } catch (error) {
      if (this.hub.silentFor > troubleAfter) this.hub.trouble();
      if (!this.#failing) this.report(error);
      this.#failing = true;
      return retryAfter;
    } finally {
      clearTimeout(watchdog);
    }
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.#wake = done;
    });
  }
}
