import { hasCode } from "../files";
import type { FileCheckpoint } from "./checkpoint";
import { discover, type LogFile } from "./discovery";
import type { PodDirectory } from "./pods";
import type { LineQueue, QueuedLine } from "./queue";
import { beginning, type Position, type PositionedRecord, TailFile } from "./tail-file";
import { type Source, type TransformContext, transform } from "./transform";

export interface ReaderOptions {
  readonly nodesDirectory: string;
  readonly pods: PodDirectory;
  readonly queue: LineQueue;
  readonly retentionDays: TransformContext["retentionDays"];
  readonly now: () => number;
  readonly onRead: (lines: number) => void;
  readonly onProblem: (problem: string) => void;
}

interface OpenFile {
  readonly tail: TailFile;
  readonly source: Source;
  file: LogFile;
  atEnd: boolean;
  /** Where the last record that was read ends. */
  recordEnd: number;
  /** When the file last had something new, epoch milliseconds. */
  grewAt: number;
}

/** How long a pod may be missing from the API's list before its lines count as nobody's. */
const podGraceMs = 10_000;
/**
 * How long a file must be missing before it is forgotten (while rotation renames it, one look may not find it), and how
 * long a rotated one must be quiet (the runtime writes to it until it has opened the new one).
 */
const finishedAfterMs = 10_000;

/** Finds the region's log files and reads their new lines into the queue. */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #open = new Map<string, OpenFile>();
  /** When each file was last seen. */
  readonly #seenAt = new Map<string, number>();
  /** Files whose pod is not known yet, and since when. */
  readonly #waiting = new Map<string, number>();

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** What a checkpoint at `position` says of a file; undefined for a file that is not open. */
  async checkpoint(key: string, position: Position): Promise<FileCheckpoint | undefined> {
    const opened = this.#open.get(key);
    if (!opened) return undefined;
    const fingerprint = await opened.tail.fingerprint(position.offset);
    return { fingerprint, position, labels: opened.source.labels };
  }

  /** Bytes that are in the files and have not been read. */
  get unreadBytes(): number {
    let bytes = 0;
    for (const { file, tail } of this.#open.values()) bytes += Math.max(0, file.size - tail.readOffset);
    return bytes;
  }

  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  get openFiles(): number {
    return this.#open.size;
  }

  /**
   * Looks for files once: opens new ones where `committed` says they were left, and lets go of those that will not
   * grow. Returns the keys that must be remembered: files that exist, did a moment ago, or are still being read.
   */
  async scan(committed: ReadonlyMap<string, FileCheckpoint>): Promise<ReadonlySet<string>> {
    const { nodesDirectory, pods, now } = this.#options;
    const files = await discover(nodesDirectory);
    const at = now();
    for (const file of files) {
      this.#seenAt.set(file.key, at);
      const opened = this.#open.get(file.key);
      if (opened) opened.file = file;
      else await this.#begin(file, committed);
    }
    // A file that was there at the last start counts as seen now: one scan may just miss it.
    for (const key of committed.keys()) if (!this.#seenAt.has(key)) this.#seenAt.set(key, at);
    for (const [key, seenAt] of this.#seenAt) {
      const gone = at - seenAt > finishedAfterMs;
      const opened = this.#open.get(key);
      if (opened && (gone || isRotated(opened.file)) && at - opened.grewAt > finishedAfterMs) {
        // Nobody will end a line that rotation or the container's end has cut.
        this.#enqueue(key, opened, opened.tail.flush());
        if (isStored(opened, committed.get(key))) {
          this.#open.delete(key);
          await opened.tail.close();
        }
      }
      if (gone && !this.#open.has(key)) this.#seenAt.delete(key);
    }
    pods.retain(new Set(files.flatMap(({ pod }) => (pod.uid ? [pod.uid] : []))));
    return new Set(this.#seenAt.keys());
  }

  /** Reads what the files have gained, until they have no more or the queue is full. Returns the number of lines. */
  async read(): Promise<number> {
    let total = 0;
    for (let progress = true; progress && !this.#options.queue.full; ) {
      progress = false;
      // One chunk of each file in turn, so that a noisy one does not keep the others waiting.
      for (const [key, opened] of this.#open) {
        if (this.#options.queue.full) break;
        const { records, end } = await opened.tail.read();
        opened.atEnd = end;
        if (!end) progress = true;
        this.#enqueue(key, opened, records);
        total += records.length;
      }
    }
    if (total > 0) this.#options.onRead(total);
    return total;
  }

  /**
   * Reads one file from where it stands and returns the lines up to exactly `until`: those of a batch that was being
   * sent when the last process ended. What was read beyond goes into the queue.
   */
  async readUntil(key: string, until: number): Promise<QueuedLine[]> {
    const opened = this.#open.get(key);
    const within: QueuedLine[] = [];
    for (let more = opened !== undefined; opened && more; ) {
      const { records, end } = await opened.tail.read();
      const beyond = records.findIndex(({ after }) => after.offset > until);
      const count = beyond < 0 ? records.length : beyond;
      within.push(...records.slice(0, count).map((record) => this.#line(key, opened.source, record)));
      opened.recordEnd = within.at(-1)?.after.offset ?? opened.recordEnd;
      this.#enqueue(key, opened, records.slice(count));
      more = !end && opened.tail.readOffset < until;
    }
    return within;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ tail }) => tail.close()));
    this.#open.clear();
  }

  async #begin(file: LogFile, committed: ReadonlyMap<string, FileCheckpoint>): Promise<void> {
    const checkpoint = committed.get(file.key);
    const read = checkpoint?.position.offset ?? 0;
    // Nothing to read, and nothing will come.
    if (isRotated(file) && file.size === read) return;
    const labels = checkpoint?.labels ?? (await this.#labelsOf(file));
    if (!labels) return;
    try {
      const tail = await TailFile.open(file.path, file.key, checkpoint?.position ?? beginning);
      if (!tail) return;
      if (!checkpoint || (await this.#isSame(tail, file, checkpoint))) {
        this.#opened(file, tail, labels, read);
        return;
      }
      // The inode has come back as another file, of which nothing is known.
      await tail.close();
      const newLabels = await this.#labelsOf(file);
      const fresh = newLabels && (await TailFile.open(file.path, file.key, beginning));
      if (fresh) this.#opened(file, fresh, newLabels, 0);
    } catch (error) {
      // Rotation or deletion came in between: the next scan sees what is there then.
      if (!hasCode(error, "ENOENT")) throw error;
    }
  }

  async #isSame(tail: TailFile, file: LogFile, { position, fingerprint }: FileCheckpoint): Promise<boolean> {
    return file.size >= position.offset && (await tail.fingerprint(position.offset)) === fingerprint;
  }

  #opened(file: LogFile, tail: TailFile, labels: Source["labels"], recordEnd: number): void {
    const source = sourceOf(file, labels);
    const grewAt = this.#options.now();
    this.#open.set(file.key, { tail, source, file, atEnd: false, recordEnd, grewAt });
  }

  /** The pod's labels; none for a pod that the API does not know after a while; undefined to ask again. */
  async #labelsOf(file: LogFile): Promise<Source["labels"] | undefined> {
    const { pods, now, onProblem } = this.#options;
    let labels = pods.labelsOf(file.pod);
    if (!labels) {
      await pods.refresh().catch((error: unknown) => onProblem(`Kubernetes API: ${String(error)}`));
      labels = pods.labelsOf(file.pod);
    }
    if (labels) {
      this.#waiting.delete(file.key);
      return labels;
    }
    const since = this.#waiting.get(file.key) ?? now();
    this.#waiting.set(file.key, since);
    if (pods.refreshedAt - since < podGraceMs) return undefined;
    this.#waiting.delete(file.key);
    return {};
  }

  #enqueue(key: string, opened: OpenFile, records: readonly PositionedRecord[]): void {
    for (const record of records) this.#options.queue.push(this.#line(key, opened.source, record));
    const last = records.at(-1);
    if (!last) return;
    opened.recordEnd = last.after.offset;
    opened.grewAt = this.#options.now();
  }

  #line(key: string, source: Source, { record, after }: PositionedRecord): QueuedLine {
    const { retentionDays, now } = this.#options;
    const readAt = now();
    const line = transform(record, source, { retentionDays, now: readAt });
    // A JSON row is about twice its text; an estimate is enough for a bound.
    return { file: key, after, line, readAt, bytes: 600 + 2 * record.raw.length };
  }
}

const sourceOf = (file: LogFile, labels: Source["labels"]): Source => ({
  containerId: file.containerId,
  container: file.container,
  pod: file.pod.pod,
  node: file.node,
  labels,
});

/** Read to its end, and every whole line of it is in the store. */
const isStored = ({ atEnd, recordEnd }: OpenFile, committed: FileCheckpoint | undefined) =>
  atEnd && recordEnd === (committed?.position.offset ?? 0);

/** `0.log.20261123-220000`: the runtime has gone over to a new file. */
const isRotated = (file: LogFile) => !file.path.endsWith(".log");
