import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { hasCode } from "../files";
import type { Position } from "./tail-file";

/** What is remembered of one log file over a restart. */
export interface FileCheckpoint {
  /** The first bytes of the file: an inode may come back as another file. */
  readonly fingerprint: string;
  readonly position: Position;
  /** The pod's labels as they were: the pod may be gone when its last lines are read. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A batch that was about to be sent: sent again exactly as it was, under the same token, the store keeps it once. */
export interface Inflight {
  readonly token: string;
  /** For each file of the batch, the offset that the batch ends at. */
  readonly until: Readonly<Record<string, number>>;
}

export interface Checkpoint {
  /** By device and inode. Positions are those of rows that the store has acknowledged. */
  readonly files: Readonly<Record<string, FileCheckpoint>>;
  readonly inflight?: Inflight | undefined;
}

const base64 = z.base64().transform((text) => Buffer.from(text, "base64"));
const schema = z.object({
  version: z.literal(1),
  files: z.record(
    z.string(),
    z.object({
      fingerprint: z.string(),
      labels: z.record(z.string(), z.string()),
      position: z.object({
        offset: z.int().nonnegative(),
        pending: z.array(
          z
            .object({ stream: z.enum(["stdout", "stderr"]), time: z.string(), raw: base64 })
            .transform(({ raw, ...line }) => ({ ...line, parts: [raw], bytes: raw.length })),
        ),
      }),
    }),
  ),
  inflight: z.object({ token: z.string(), until: z.record(z.string(), z.int().nonnegative()) }).optional(),
});

/**
 * The last checkpoint; nothing before the first. Rejects when the file is there but cannot be understood: going on
 * without it would send every line again.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return { files: {} };
    throw error;
  }
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${path} is not a checkpoint: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Replaces the checkpoint as a whole: after a crash at any moment the old one or the new one is there. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  const handle = await open(draft, "w");
  try {
    await handle.writeFile(JSON.stringify({ version: 1, ...encoded(checkpoint) }));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
}

const encoded = ({ files, inflight }: Checkpoint) => ({
  files: Object.fromEntries(
    Object.entries(files).map(([key, { position, ...file }]) => [
      key,
      {
        ...file,
        position: {
          offset: position.offset,
          pending: position.pending.map(({ stream, time, parts }) => ({
            stream,
            time,
            raw: Buffer.concat(parts).toString("base64"),
          })),
        },
      },
    ]),
  ),
  ...(inflight && { inflight }),
});
