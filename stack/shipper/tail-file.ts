import { type FileHandle, open } from "node:fs/promises";
import { type CriRecord, PartialLines, type PendingLine, parseCriLine } from "./cri";

/** How far a file has been read, on the boundary of a whole line. */
export interface Position {
  readonly offset: number;
  /** Partial lines that began before `offset` and had not ended there. */
  readonly pending: readonly PendingLine[];
}

export const beginning: Position = { offset: 0, pending: [] };

export interface PositionedRecord {
  readonly record: CriRecord;
  /** Where reading goes on after this record. */
  readonly after: Position;
}

/** A whole CRI time stamp: two files never begin with the same one. */
const fingerprintBytes = 32;
const newline = 0x0a;
const chunkBytes = 64 * 1024;
/** A line without an end is given up beyond this: the file is not a log, or its writer is broken. */
const maximumLineBytes = 1024 * 1024;

/** Reads one log file from a position on. The handle outlives a rename and a deletion, so the file's end is not lost. */
export class TailFile {
  readonly #handle: FileHandle;
  readonly #partial: PartialLines;
  readonly #chunk = Buffer.alloc(chunkBytes);
  /** Bytes after the last line end that was read. */
  #rest: Buffer = Buffer.alloc(0);
  #lineStart: number;
  #skipping = false;

  private constructor(handle: FileHandle, from: Position) {
    this.#handle = handle;
    this.#partial = new PartialLines(from.pending);
    this.#lineStart = from.offset;
  }

  /**
   * Undefined when the path leads to another file than `key` (device and inode) by now: rotation came in between.
   * Rejects when it leads to none.
   */
  static async open(path: string, key: string, from: Position): Promise<TailFile | undefined> {
    const handle = await open(path, "r");
    const { dev, ino } = await handle.stat();
    if (`${dev}:${ino}` === key) return new TailFile(handle, from);
    await handle.close();
    return undefined;
  }

  /** Byte offset up to which the file has been read. */
  get readOffset(): number {
    return this.#lineStart + this.#rest.length;
  }

  /** The records of the next chunk of the file; `end` when there was nothing more to read for now. */
  async read(): Promise<{ readonly records: readonly PositionedRecord[]; readonly end: boolean }> {
    const { bytesRead } = await this.#handle.read(this.#chunk, 0, chunkBytes, this.readOffset);
    if (bytesRead === 0) return { records: [], end: true };
    const data = Buffer.concat([this.#rest, this.#chunk.subarray(0, bytesRead)]);
    const records: PositionedRecord[] = [];
    let start = 0;
    for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
      const record = this.#line(data.subarray(start, end));
      start = end + 1;
      if (record) {
        const after = { offset: this.#lineStart + start, pending: this.#partial.pending() };
        records.push({ record, after });
      }
    }
    this.#lineStart += start;
    this.#rest = data.subarray(start);
    if (this.#rest.length > maximumLineBytes) {
      this.#skipping = true;
      this.#lineStart += this.#rest.length;
      this.#rest = Buffer.alloc(0);
    }
    return { records, end: bytesRead < chunkBytes };
  }

  /** Gives up waiting for the ends of partial lines: each becomes a record as it stands. */
  flush(): PositionedRecord[] {
    const after = { offset: this.#lineStart, pending: [] };
    return this.#partial.flush().map((record) => ({ record, after }));
  }

  /** The first of the bytes before `offset`: they say later whether an inode still is the file that it was. */
  async fingerprint(offset: number): Promise<string> {
    const buffer = Buffer.alloc(Math.min(fingerprintBytes, offset));
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, 0);
    return buffer.toString("latin1", 0, bytesRead);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  #line(line: Buffer): CriRecord | undefined {
    if (this.#skipping) {
      this.#skipping = false;
      return undefined;
    }
    return this.#partial.push(parseCriLine(line));
  }
}
