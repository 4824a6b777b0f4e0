import { join } from "node:path";
import { dataOf } from "../../layout";
import { type RegionId, regions } from "../../world";
import type { Model } from "../model/model";
import { nodesOf } from "../model/nodes";
import type { ContainerRun, Pod } from "../model/pods";
import { minuteMs, slotMs, slotOf, slotStart } from "../model/time";
import { ContainerLog, type RotationLimits } from "./container-log";
import { criText } from "./cri";
import { collectGarbage } from "./garbage";
import { type LogLine, linesOfRun } from "./lines";
import { type Position, readPosition, writePosition } from "./position";

/** After a longer pause the lines in between are left out, as if the machines had been off. */
export const catchUpMs = 15 * minuteMs;
const noteEveryMs = 1_000;
const garbageEveryMs = minuteMs;

export interface WriterOptions {
  readonly limits: RotationLimits;
  /** Where the position is kept. */
  readonly positionFile: string;
  /** The directory that stands for a node's `/var/log`. */
  readonly varLogOf?: (region: RegionId, node: string) => string;
}

const none: ReadonlySet<bigint> = new Set();

interface OpenLog {
  readonly pod: Pod;
  readonly run: ContainerRun;
  readonly log: ContainerLog;
  /** Times that the file already held when it was opened: lines before a crash that the position does not know of. */
  found: ReadonlySet<bigint>;
  slot: number;
  lines: readonly LogLine[];
}

/**
 * Writes what the containers say into their log files, each line once, whatever becomes of this process: a line's time
 * is given by the model, so a restart goes on at the noted position and leaves out what the files hold already.
 */
export class LogWriter {
  readonly #open = new Map<string, OpenLog>();
  readonly #varLogOf: (region: RegionId, node: string) => string;
  #position: Position;
  #noted = 0;
  #collected: number;

  constructor(
    private readonly model: Model,
    private readonly options: WriterOptions,
    now: number,
  ) {
    this.#varLogOf =
      options.varLogOf ?? ((region, node) => join(dataOf(region, "nodes"), node, "var", "log"));
    const found = readPosition(options.positionFile);
    this.#position = found ?? { writtenUntil: model.anchor.firstStart, skipped: [] };
    // Not at once: a log agent that was down as well has a moment to read what ended meanwhile.
    this.#collected = now;
    this.#leaveOutLongPause(now);
    writePosition(options.positionFile, this.#position);
  }

  get position(): Position {
    return this.#position;
  }

  /** Writes every line from the position to `now`, file by file, and moves the position there. */
  writeUntil(now: number): void {
    // A machine that slept with this process on it is such a pause, too.
    this.#leaveOutLongPause(now);
    const from = this.#position.writtenUntil;
    if (now <= from) return;
    for (const { id } of regions) {
      const nodes = nodesOf(id);
      for (const pod of this.model.podsIn(id, from, now)) {
        for (const run of pod.runs) {
          if (run.start >= now || run.end <= from) continue;
          this.#write(pod, run, nodes[pod.node === 0 ? 0 : 1].runtime, from, now);
        }
      }
    }
    this.#position = { ...this.#position, writtenUntil: now };
    this.#forgetEnded(now);
    if (now - this.#noted >= noteEveryMs) this.note(now);
    if (now - this.#collected >= garbageEveryMs) this.#collectGarbage(now);
  }

  /** Keeps the position. Where this was not done in time, the files' own ends tell. */
  note(now: number): void {
    writePosition(this.options.positionFile, this.#position);
    this.#noted = now;
  }

  #leaveOutLongPause(now: number): void {
    const { writtenUntil, skipped } = this.#position;
    if (now - writtenUntil <= catchUpMs) return;
    this.#position = { writtenUntil: now, skipped: [...skipped, [writtenUntil, now]] };
    this.#collected = now;
  }

  #write(pod: Pod, run: ContainerRun, runtime: "containerd" | "cri-o", from: number, now: number): void {
    const open = this.#opened(pod, run);
    let text = "";
    for (let slot = slotOf(Math.max(from, run.start)); slotStart(slot) < Math.min(now, run.end); slot += 1) {
      if (open.slot !== slot) {
        open.slot = slot;
        open.lines = linesOfRun(this.model, pod, run, slotStart(slot), slotStart(slot) + slotMs);
      }
      for (const line of open.lines) {
        const at = Number(line.timeNs / 1_000_000n);
        if (at >= from && at < now && !open.found.has(line.timeNs)) text += criText(line, runtime);
      }
    }
    open.found = none;
    if (text !== "") open.log.append(text, now);
  }

  #opened(pod: Pod, run: ContainerRun): OpenLog {
    const found = this.#open.get(run.id);
    if (found) return found;
    const log = new ContainerLog(this.#varLogOf(pod.region, pod.nodeName), pod, run, this.options.limits);
    const open: OpenLog = { pod, run, log, found: log.recentTimes(), slot: -1, lines: [] };
    this.#open.set(run.id, open);
    return open;
  }

  #forgetEnded(now: number): void {
    for (const [id, { run }] of this.#open) if (run.end <= now) this.#open.delete(id);
  }

  #collectGarbage(now: number): void {
    this.#collected = now;
    const alive = new Set([...this.#open.values()].map(({ log }) => log.link));
    for (const { id } of regions) {
      for (const node of nodesOf(id)) collectGarbage(this.#varLogOf(id, node.name), alive, now);
    }
  }
}
