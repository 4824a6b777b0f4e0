import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { readIfThere } from "../../files";
import { paths } from "../../layout";

/** How far the container logs are written, in epoch milliseconds. */
export interface Position {
  /** Every line before this instant is in its file, or lies in `skipped`. */
  readonly writtenUntil: number;
  /** Spans [from, to) without a line: the writer was down for longer than it makes up for. */
  readonly skipped: readonly (readonly [number, number])[];
}

const schema = z.object({
  writtenUntil: z.number().int(),
  skipped: z.array(z.tuple([z.number().int(), z.number().int()])),
});

export const positionFile = join(paths.data, "workload", "logs.json");

/** @throws when the file is there but holds no position */
export function readPosition(file: string): Position | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  return schema.parse(JSON.parse(text));
}

export function writePosition(file: string, position: Position): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify(position));
  renameSync(draft, file);
}
