import { linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { hasCode, readIfThere } from "../files";
import { paths } from "../layout";
import { type Anchor, anchorAt } from "./model/time";

const anchorFile = join(paths.data, "workload", "anchor.json");

const schema = z.object({
  seed: z.string().min(1),
  origin: z.number().int().nonnegative(),
  firstStart: z.number().int().nonnegative(),
});

/**
 * The world's anchor: read from the stack's data, or made there on the first start. Processes that start together
 * agree, since only the first link wins and everybody reads what won.
 * @throws when the file is there but is not an anchor: the data directory belongs to something else.
 */
export function loadAnchor(now: number = Date.now()): Anchor {
  const found = readAnchor();
  if (found) return found;
  mkdirSync(dirname(anchorFile), { recursive: true });
  const draft = `${anchorFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(anchorAt(now))}\n`);
  try {
    linkSync(draft, anchorFile);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readAnchor();
  if (!made) throw new Error(`${anchorFile} vanished while it was made`);
  return made;
}

function readAnchor(): Anchor | undefined {
  const text = readIfThere(anchorFile);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${anchorFile} is not an anchor: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
