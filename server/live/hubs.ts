import { randomBytes } from "node:crypto";
import { StoreError } from "../errors";
import { logger } from "../log";
import { tailDigests, tailIds, tailLines } from "../logs/tail-questions";
import { once } from "../process";
import { Hub, type TailStore } from "./hub";
import { HubLoop } from "./loop";

export interface RegionTail {
  readonly hub: Hub;
  readonly loop: HubLoop;
}

const asking = { procedure: "logs.tail" };

const clickhouse: TailStore = {
  ids: (scope, window) => tailIds(scope, window, asking),
  digests: (scope, window) => tailDigests(scope, window, asking),
  lines: (scope, which) => tailLines(scope, which, asking),
};

/** The one tail of a region in this process, however many watch. */
export function tailOf(region: string): RegionTail {
  const tails = once("live.tails", () => new Map<string, RegionTail>());
  let tail = tails.get(region);
  if (!tail) {
    const clock = { elapsed: () => performance.now(), now: () => Date.now() };
    const hub = new Hub(region, clickhouse, clock, () => randomBytes(5).toString("hex"));
    tail = { hub, loop: new HubLoop(hub, (error) => report(region, error)) };
    tails.set(region, tail);
  }
  return tail;
}

function report(region: string, error: unknown): void {
  if (error instanceof StoreError) {
    logger().warn(
      { region, fault: error.fault, err: error.cause },
      "the tail got no answer from the log store",
    );
  } else {
    logger().error({ region, err: error }, "the tail failed");
  }
}
