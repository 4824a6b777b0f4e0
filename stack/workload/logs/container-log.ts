import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { ContainerRun, Pod } from "../model/pods";
import { parseCriTime } from "./cri";

/** When a log is put aside, and how many files of one container are kept, the one in use among them. */
export interface RotationLimits {
  readonly maxBytes: number;
  readonly maxFiles: number;
}

const rotatedName = /^\d+\.log\.\d{8}-\d{6}(\.gz)?$/;
/** More than is written between two notes of the position. */
const tailBytes = 512 * 1024;

/**
 * One life's log as the kubelet keeps it under a node's `/var/log`: written to
 * `pods/<namespace>_<pod>_<uid>/<container>/<n>.log`, found through a symbolic link in `containers/`. A full file is
 * renamed to `<n>.log.<time>`; of those, all but the newest are compressed.
 */
export class ContainerLog {
  readonly file: string;
  readonly link: string;
  #size: number;

  constructor(
    varLog: string,
    pod: Pod,
    run: ContainerRun,
    private readonly limits: RotationLimits,
  ) {
    const directory = `${pod.namespace}_${pod.name}_${pod.uid}`;
    const name = `${pod.name}_${pod.namespace}_${pod.container}-${run.id}.log`;
    this.file = join(varLog, "pods", directory, pod.container, `${run.restarts}.log`);
    this.link = join(varLog, "containers", name);
    mkdirSync(dirname(this.file), { recursive: true });
    mkdirSync(dirname(this.link), { recursive: true });
    this.#size = mendedSize(this.file);
    if (!existsSync(this.link)) {
      rmSync(this.link, { force: true });
      symlinkSync(join("..", "pods", directory, pod.container, basename(this.file)), this.link);
    }
  }

  /** Appends whole lines in one write, so that a reader never waits for the rest of one. */
  append(text: string, now: number): void {
    appendFileSync(this.file, text);
    this.#size += Buffer.byteLength(text);
    if (this.#size > this.limits.maxBytes) this.#rotate(now);
  }

  /** The times (nanoseconds) of the lines at the end of what was written: what a restart must not write again. */
  recentTimes(): Set<bigint> {
    const newest = this.#rotated().at(-1);
    const texts = [...(newest ? [endOf(newest)] : []), endOf(this.file)];
    const times = texts.join("").matchAll(/^(\S+) (?:stdout|stderr) [PF] /gm);
    return new Set(
      [...times].map(([, time = ""]) => parseCriTime(time)).filter((time) => time !== undefined),
    );
  }

  #rotate(now: number): void {
    const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
    const aside = `${this.file}.${stamp}`;
    // The kubelet's names have whole seconds; a second file within one waits for the next.
    if (existsSync(aside) || existsSync(`${aside}.gz`)) return;
    renameSync(this.file, aside);
    // As the kubelet tells the runtime to reopen its log: the new file is there at once.
    writeFileSync(this.file, "");
    this.#size = 0;
    const rotated = this.#rotated();
    const kept = Math.max(1, this.limits.maxFiles - 1);
    for (const old of rotated.slice(0, -kept)) rmSync(old, { force: true });
    for (const old of rotated.slice(-kept, -1)) {
      if (old.endsWith(".gz")) continue;
      writeFileSync(`${old}.gz`, gzipSync(readFileSync(old)));
      rmSync(old);
    }
  }

  /** Files that were put aside, oldest first. */
  #rotated(): string[] {
    const prefix = `${basename(this.file)}.`;
    return readdirSync(dirname(this.file))
      .filter((name) => name.startsWith(prefix) && rotatedName.test(name))
      .sort()
      .map((name) => join(dirname(this.file), name));
  }
}

/** A file's size, after a line that a crash left without its end is cut off. Creates the file. */
function mendedSize(file: string): number {
  const descriptor = openSync(file, "a+");
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    const whole = size - tail.length + tail.lastIndexOf(0x0a) + 1;
    if (whole < size) ftruncateSync(descriptor, whole);
    return whole;
  } finally {
    closeSync(descriptor);
  }
}

function endOf(file: string): string {
  if (file.endsWith(".gz")) return gunzipSync(readFileSync(file)).toString("utf8");
  const { size } = statSync(file);
  const descriptor = openSync(file, "r");
  try {
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    return tail.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}
