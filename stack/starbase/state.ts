import { createPrivateKey, generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AdapterPayload } from "oidc-provider";
import { z } from "zod";
import { readIfThere } from "../files";
import { accounts } from "../world";

/**
 * What the stand-in remembers over a restart: its signing key, sessions, tokens and who is a member of what. One JSON
 * file, replaced as a whole, so that a kill leaves the old or the new one.
 */
const contents = z.object({
  signingKey: z.record(z.string(), z.unknown()),
  cookieKey: z.string(),
  /** Slugs of the projects of each account, by its id. */
  memberOf: z.record(z.string(), z.array(z.string())),
  /** What the OpenID provider keeps, by `<model>:<id>`; `expiresAt` in epoch milliseconds. */
  records: z.record(
    z.string(),
    z.object({
      payload: z.custom<AdapterPayload>((value) => typeof value === "object"),
      expiresAt: z.number().nullable(),
    }),
  ),
});
type Contents = z.infer<typeof contents>;

export interface StoredRecord {
  readonly key: string;
  readonly payload: AdapterPayload;
}

export class StarbaseState {
  readonly #file: string;
  readonly #contents: Contents;
  readonly #now: () => number;

  constructor(directory: string, now: () => number) {
    mkdirSync(directory, { recursive: true });
    this.#file = join(directory, "state.json");
    this.#now = now;
    this.#contents = read(this.#file) ?? begin();
    this.#save();
  }

  get signingKey(): JsonWebKey {
    return this.#contents.signingKey;
  }

  get cookieKey(): string {
    return this.#contents.cookieKey;
  }

  memberOf(accountId: string): readonly string[] {
    return this.#contents.memberOf[accountId] ?? [];
  }

  setMember(accountId: string, project: string, member: boolean): void {
    const others = this.memberOf(accountId).filter((slug) => slug !== project);
    this.#contents.memberOf[accountId] = member ? [...others, project] : others;
    this.#save();
  }

  find(key: string): AdapterPayload | undefined {
    const record = this.#contents.records[key];
    if (!record || (record.expiresAt !== null && record.expiresAt <= this.#now())) return undefined;
    return record.payload;
  }

  /** The records that `wanted` picks, of those that have not expired. */
  select(wanted: (record: StoredRecord) => boolean): StoredRecord[] {
    return Object.keys(this.#contents.records).flatMap((key) => {
      const payload = this.find(key);
      return payload && wanted({ key, payload }) ? [{ key, payload }] : [];
    });
  }

  put(key: string, payload: AdapterPayload, expiresInSeconds: number | undefined): void {
    const expiresAt = expiresInSeconds === undefined ? null : this.#now() + expiresInSeconds * 1_000;
    this.#contents.records[key] = { payload, expiresAt };
    this.#save();
  }

  delete(keys: readonly string[]): void {
    for (const key of keys) delete this.#contents.records[key];
    this.#save();
  }

  #save(): void {
    const now = this.#now();
    for (const [key, { expiresAt }] of Object.entries(this.#contents.records)) {
      if (expiresAt !== null && expiresAt <= now) delete this.#contents.records[key];
    }
    const draft = `${this.#file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(this.#contents), { mode: 0o600 });
    renameSync(draft, this.#file);
  }
}

function read(file: string): Contents | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  return contents.parse(JSON.parse(text));
}

function begin(): Contents {
  // By way of text: exporting a key object whose unused public half is collected meanwhile blocks Node 20 for ever.
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    signingKey: {
      ...createPrivateKey(privateKey).export({ format: "jwk" }),
      use: "sig",
      alg: "RS256",
      kid: randomBytes(8).toString("hex"),
    },
    cookieKey: randomBytes(32).toString("hex"),
    memberOf: Object.fromEntries(accounts.map(({ id, memberOf }) => [id, [...memberOf]])),
    records: {},
  };
}
