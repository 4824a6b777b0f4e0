import { lstatSync, readdirSync, readlinkSync, rmdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { minuteMs } from "../model/time";

/** A log agent that was down has this long to read an ended container's log to its end. */
const keptAfterEndMs = 20 * minuteMs;

/**
 * Removes the logs of containers that have ended, some time after their last line, as the kubelet does with its dead
 * containers. `alive` names the links in use.
 */
export function collectGarbage(varLog: string, alive: ReadonlySet<string>, now: number): void {
  const containers = join(varLog, "containers");
  for (const name of namesIn(containers)) {
    const link = join(containers, name);
    // Only links are ours: whoever put a file here looks after it.
    if (alive.has(link) || !lstatSync(link).isSymbolicLink()) continue;
    const file = resolve(containers, readlinkSync(link));
    const written = statSync(link, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (now - written < keptAfterEndMs) continue;
    rmSync(link, { force: true });
    const directory = dirname(file);
    for (const sibling of namesIn(directory)) {
      if (sibling === basename(file) || sibling.startsWith(`${basename(file)}.`)) {
        rmSync(join(directory, sibling), { force: true });
      }
    }
    removeIfEmpty(directory);
    removeIfEmpty(dirname(directory));
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function removeIfEmpty(directory: string): void {
  if (namesIn(directory).length > 0) return;
  try {
    rmdirSync(directory);
  } catch {
    // Another container of the pod has begun in the meantime.
  }
}
