export interface CookieSettings {
  /** Whether browsers reach us over https: then cookies are `Secure` and carry the `__Host-` prefix. */
  readonly secure: boolean;
}

const largestValue = 8_192;

/** The value of our cookie `name` in a request's `Cookie` header. */
export function cookieNamed(
  header: string | null,
  name: string,
  { secure }: CookieSettings,
): string | undefined {
  const wanted = fullName(name, secure);
  for (const pair of header?.split(";") ?? []) {
    const separator = pair.indexOf("=");
    if (separator < 0 || pair.slice(0, separator).trim() !== wanted) continue;
    const value = pair.slice(separator + 1).trim();
    if (value !== "" && value.length <= largestValue) return value;
  }
  return undefined;
}

/** A `Set-Cookie` value. The browser forgets the cookie after `maxAgeMs`; 0 takes it away. */
export function setCookie(name: string, value: string, maxAgeMs: number, { secure }: CookieSettings): string {
  const maxAge = Math.max(0, Math.floor(maxAgeMs / 1_000));
  const parts = [
    `${fullName(name, secure)}=${value}`,
    "Path=/",
    `Max-Age=${maxAge}`,
    "HttpOnly",
    "SameSite=Lax",
  ];
  return [...parts, ...(secure ? ["Secure"] : [])].join("; ");
}

const fullName = (name: string, secure: boolean) => (secure ? `__Host-${name}` : name);
