import type { Placement } from "../../world";
import { type LogLine, linesOf } from "../logs/lines";
import type { Position } from "../logs/position";
import type { Model } from "../model/model";
import { historyMs } from "../model/time";

/** A line that a container of a service (or a build of it) wrote. */
export interface WrittenLine {
  /** Nanoseconds since the epoch, as the container runtime stamped the line's first piece. */
  readonly time_ns: string;
  readonly kind: "runtime" | "build";
  readonly stream: "stdout" | "stderr";
  readonly text: string;
  readonly region: string;
  readonly node: string;
  readonly pod: string;
  readonly container: string;
  readonly container_id: string;
  readonly deployment_id: string;
}

/**
 * The lines of [from, to) (epoch milliseconds) that were really written, oldest first: into the containers' files since the
 * first start, and before it into the six hours of history. What is not written yet, and what was skipped while the
 * writer was down for long, is not there.
 */
export function writtenLines(
  model: Model,
  position: Position,
  placement: Placement,
  from: number,
  to: number,
): WrittenLine[] {
  const begin = Math.max(from, model.anchor.firstStart - historyMs);
  const end = Math.min(to, position.writtenUntil);
  return model
    .podsOf(placement, begin, end)
    .flatMap((pod) => linesOf(model, pod, begin, end))
    .filter((line) => !isSkipped(line, position))
    .sort((left, right) => (left.timeNs < right.timeNs ? -1 : left.timeNs > right.timeNs ? 1 : 0))
    .map(({ pod, run, timeNs, stream, text }) => ({
      time_ns: String(timeNs),
      kind: pod.kind === "build" ? "build" : "runtime",
      stream,
      text,
      region: pod.region,
      node: pod.nodeName,
      pod: pod.name,
      container: pod.container,
      container_id: run.id,
      deployment_id: pod.attempt?.deploymentId ?? "",
    }));
}

function isSkipped({ timeNs }: LogLine, { skipped }: Position): boolean {
  const at = Number(timeNs / 1_000_000n);
  return skipped.some(([from, to]) => at >= from && at < to);
}
