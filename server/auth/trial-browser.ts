/** As much of a browser as sign-in needs: it keeps each origin's cookies and shows each redirect. For tests. */
export class TrialBrowser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** `handle` answers for one origin in-process; everything else goes over HTTP. */
  constructor(
    readonly origin: string,
    readonly handle: (request: Request) => Promise<Response>,
  ) {}

  cookie(url: string): string {
    return [...(this.#jars.get(new URL(url).origin) ?? [])]
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
  }

  /** One request, without following where it leads. */
  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", this.cookie(url));
    const request = { ...init, headers, redirect: "manual" } as const;
    const ours = new URL(url).origin === this.origin;
    const response = ours ? await this.handle(new Request(url, request)) : await fetch(url, request);
    this.#keep(new URL(url).origin, response.headers.getSetCookie());
    return response;
  }

  /** A request and all redirects after it, until a page or until one leads to what `stop` names. */
  async follow(
    url: string,
    stop: (url: string) => boolean = () => false,
  ): Promise<{ url: string; response: Response }> {
    let at = url;
    for (let hops = 0; hops < 12; hops++) {
      const response = await this.send(at);
      const location = response.headers.get("location");
      if (location === null) return { url: at, response };
      at = new URL(location, at).href;
      if (stop(at)) return { url: at, response };
    }
    throw new Error(`more than twelve redirects from ${url}`);
  }

  #keep(origin: string, setCookies: readonly string[]): void {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    for (const cookie of setCookies) {
      const [pair = "", ...attributes] = cookie.split(/;\s*/);
      const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      const gone =
        value === "" || attributes.some((each) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(each));
      if (gone) jar.delete(name);
      else jar.set(name, value);
    }
  }
}
