/** One line of a container's log file as the runtime wrote it: `<time> <stream> <P|F> <content>`. */
export interface CriLine {
  /** RFC 3339 with nanoseconds and the node's offset, as written; empty when the line is not CRI. */
  readonly time: string;
  readonly stream: "stdout" | "stderr";
  /** The runtime split a long line here (at 16 KiB): more of it follows on the same stream. */
  readonly partial: boolean;
  readonly content: Buffer;
}

/** A whole line: the parts joined, under the first part's time. */
export interface CriRecord {
  readonly time: string;
  readonly stream: "stdout" | "stderr";
  readonly raw: Buffer;
}

const space = 0x20;

/**
 * Parses one line without its line end. What is not CRI (the kubelet writes nothing else, a person might) becomes a
 * whole line on stdout without a time, as Fluent Bit's `cri` parser passes it on.
 */
export function parseCriLine(line: Buffer): CriLine {
  const afterTime = line.indexOf(space);
  const afterStream = afterTime < 0 ? -1 : line.indexOf(space, afterTime + 1);
  if (afterStream > 0) {
    const stream = line.toString("latin1", afterTime + 1, afterStream);
    const tag = line.toString("latin1", afterStream + 1, afterStream + 3);
    if ((stream === "stdout" || stream === "stderr") && /^[PF](?: |$)/.test(tag)) {
      return {
        time: line.toString("latin1", 0, afterTime),
        stream,
        partial: tag[0] === "P",
        content: line.subarray(Math.min(afterStream + 3, line.length)),
      };
    }
  }
  return { time: "", stream: "stdout", partial: false, content: line };
}

/** A line whose end has not been read yet. */
export interface PendingLine {
  readonly stream: "stdout" | "stderr";
  readonly time: string;
  readonly parts: readonly Buffer[];
  readonly bytes: number;
}

/** What a joined line may hold; the rest of it is dropped. Above the row's own limit, so the row says `truncated`. */
const maximumJoinedBytes = 1024 * 1024;

/** Joins the partial lines of one file. Stdout and stderr interleave, so each stream has a line of its own in the making. */
export class PartialLines {
  readonly #pending = new Map<string, PendingLine>();

  constructor(pending: readonly PendingLine[] = []) {
    for (const line of pending) this.#pending.set(line.stream, line);
  }

  /** The whole line that `line` ends, if it ends one. */
  push(line: CriLine): CriRecord | undefined {
    const begun = this.#pending.get(line.stream);
    if (!begun && !line.partial) return { time: line.time, stream: line.stream, raw: line.content };
    const room = maximumJoinedBytes - (begun?.bytes ?? 0);
    const content = Buffer.from(line.content.subarray(0, Math.max(0, room)));
    const joined: PendingLine = {
      stream: line.stream,
      time: begun?.time ?? line.time,
      parts: [...(begun?.parts ?? []), content],
      bytes: (begun?.bytes ?? 0) + content.length,
    };
    if (line.partial) {
      this.#pending.set(line.stream, joined);
      return undefined;
    }
    this.#pending.delete(line.stream);
    return { time: joined.time, stream: joined.stream, raw: Buffer.concat(joined.parts) };
  }

  /** What there is of the lines that will not end any more. */
  flush(): CriRecord[] {
    const records = this.pending().map(({ time, stream, parts }) => ({
      time,
      stream,
      raw: Buffer.concat(parts),
    }));
    this.#pending.clear();
    return records;
  }

  /** The lines still waiting for their end: a checkpoint keeps them beside the offset. */
  pending(): PendingLine[] {
    return [...this.#pending.values()];
  }
}
