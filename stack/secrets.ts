import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { hasCode, readIfThere } from "./files";
import { paths } from "./layout";
import type { RegionId } from "./world";

/** What opens a region's doors. The last five are ClickHouse passwords of `stardeck_<name>`. */
const regionSecrets = z.object({
  readToken: z.string(),
  writeToken: z.string(),
  platformToken: z.string(),
  reader: z.string(),
  tail: z.string(),
  freshness: z.string(),
  writer: z.string(),
  /** The stack's own ClickHouse administrator: applies the schema, reads the query log for the tests. */
  admin: z.string(),
});
export type RegionSecrets = z.infer<typeof regionSecrets>;

const secretsFile = z.object({
  regions: z.object({ nyc3: regionSecrets, fra1: regionSecrets } satisfies Record<
    RegionId,
    typeof regionSecrets
  >),
  clientId: z.string(),
  clientSecret: z.string(),
  sessionSecret: z.string(),
});
export type Secrets = z.infer<typeof secretsFile>;

const file = join(paths.run, "secrets.json");

/**
 * The stack's secrets: made anew at the first start, read from `run/secrets.json` (mode 0600) afterwards, so that
 * every process of the stack agrees. Throws when the file exists but is not what this function wrote.
 */
export function loadSecrets(): Secrets {
  const existing = read();
  if (existing) return existing;
  mkdirSync(paths.run, { recursive: true });
  try {
    // "wx": of two processes that start at once, one makes the secrets and the other reads them.
    writeFileSync(file, `${JSON.stringify(make(), null, 2)}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  const made = read();
  if (!made) throw new Error(`${file} vanished while it was being read`);
  return made;
}

function read(): Secrets | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const parsed = secretsFile.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(
      `${file} is not a secrets file of this version; \`npm run demo -- --reset\` makes it anew`,
    );
  }
  return parsed.data;
}

function make(): Secrets {
  return {
    regions: { nyc3: makeRegion(), fra1: makeRegion() },
    clientId: "stardeck",
    clientSecret: token(),
    sessionSecret: token(),
  };
}

function makeRegion(): RegionSecrets {
  return {
    readToken: token(),
    writeToken: token(),
    platformToken: token(),
    reader: token(),
    tail: token(),
    freshness: token(),
    writer: token(),
    admin: token(),
  };
}

/** 192 random bits in hexadecimal, so that a secret needs no escaping in a URL, YAML, XML or a shell. */
const token = () => randomBytes(24).toString("hex");
