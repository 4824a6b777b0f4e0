import { sealData, unsealData } from "iron-session";
import { z } from "zod";

/** What a seal is for: one kind is never taken for another, though all are sealed with one secret. */
export type SealKind = "session" | "sign-in";

/** Encrypts and signs `data`. Lifetimes are the reader's to check, by the clock that it is given. */
export function seal(kind: SealKind, data: object, secret: string): Promise<string> {
  return sealData({ kind, data }, { password: secret, ttl: 0 });
}

/** What was sealed; undefined for a seal that is forged, damaged, of another kind or of another shape. */
export async function unseal<S extends z.ZodType>(
  kind: SealKind,
  sealed: string,
  schema: S,
  secret: string,
): Promise<z.output<S> | undefined> {
  try {
    const contents: unknown = await unsealData(sealed, { password: secret, ttl: 0 });
    const { data } = z.object({ kind: z.literal(kind), data: z.unknown() }).parse(contents);
    return schema.parse(data);
  } catch {
    return undefined;
  }
}
