/** Somebody who is signed in at Stardeck: what their browser would send. */
export interface SignedIn {
  readonly cookie: string;
}

/**
 * Signs in as a person does: Stardeck's link, Starbase's form, and back. Rejects with where it ended instead, should the
 * account be refused.
 */
export async function signInAs(stardeckUrl: string, email: string, password: string): Promise<SignedIn> {
  const jar = new CookieJar();
  const form = await follow(jar, new URL("/api/auth/sign-in?next=/", stardeckUrl));
  const submitted = await send(jar, form.url, {
    method: "POST",
    headers: { origin: form.url.origin },
    body: new URLSearchParams({ email, password }),
  });
  const next = submitted.headers.get("location");
  if (next === null) throw new Error(`Starbase did not sign ${email} in: HTTP ${submitted.status}`);
  const end = await follow(jar, new URL(next, form.url));
  const cookie = jar.header(end.url);
  if (cookie === "" || end.url.searchParams.has("error")) {
    throw new Error(`${email} was not signed in, but led to ${end.url.origin}${end.url.pathname}`);
  }
  return { cookie };
}

/** A request and every redirect after it, to the page at their end. */
async function follow(jar: CookieJar, from: URL): Promise<{ url: URL; response: Response }> {
  let url = from;
  for (let hop = 0; hop < 12; hop++) {
    const response = await send(jar, url);
    const location = response.headers.get("location");
    if (location === null) return { url, response };
    url = new URL(location, url);
  }
  throw new Error(`more than twelve redirects from ${from}`);
}

async function send(jar: CookieJar, url: URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("cookie", jar.header(url));
  const response = await fetch(url, { ...init, headers, redirect: "manual" });
  jar.keep(url, response.headers.getSetCookie());
  // Its words are not needed, its connection is.
  await response.arrayBuffer();
  return response;
}

/** Each origin's cookies, whatever their paths: as much of a browser's jar as sign-in needs. */
class CookieJar {
  readonly #origins = new Map<string, Map<string, string>>();

  header(url: URL): string {
    return [...(this.#origins.get(url.origin) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  keep(url: URL, setCookies: readonly string[]): void {
    const cookies = this.#origins.get(url.origin) ?? new Map<string, string>();
    this.#origins.set(url.origin, cookies);
    for (const cookie of setCookies) {
      const [pair = "", ...attributes] = cookie.split(/;\s*/);
      const at = pair.indexOf("=");
      const gone = attributes.some((each) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(each));
      if (gone) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
}
