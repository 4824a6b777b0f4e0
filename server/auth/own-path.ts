const longest = 2_048;
/** Nobody's real origin: only what stays on it is a path of ours. */
const base = "http://own.invalid";

/**
 * Where to go after sign-in: `next` when it is a page of ours, else `/`. Anything that a browser could read as
 * another host (`//evil`, `/\evil`, a scheme, a tab inside) is not.
 */
export function ownPath(next: unknown): string {
  if (typeof next !== "string" || next.length > longest || !isPlainPath(next) || !URL.canParse(next, base))
    return "/";
  const url = new URL(next, base);
  // Dot segments may have left `//evil` behind: what is checked is what will be sent.
  const path = `${url.pathname}${url.search}${url.hash}`;
  if (url.origin !== base || !isPlainPath(path)) return "/";
  const isPage = url.pathname !== "/sign-in" && url.pathname !== "/api" && !url.pathname.startsWith("/api/");
  return isPage ? path : "/";
}

/** One slash, then anything but a second one; no backslash, control character, space or lone surrogate. */
function isPlainPath(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return /^\/(?!\/)/.test(value) && !/[\u0000-\u0020\u007f-\u009f\\]/.test(value) && value.isWellFormed();
}
