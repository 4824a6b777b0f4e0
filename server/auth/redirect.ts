/** A 303 to `url` that nobody may store, setting `cookies` (whole `Set-Cookie` values). */
export function redirect(url: URL, cookies: readonly string[]): Response {
  const headers = new Headers({
    location: url.href,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
