/**
 * The reader's own locale for numbers and dates, from the request's `Accept-Language`: server and browser format alike
 * and the first paint is right. English where none of it is known.
 */
export function readerLocale(acceptLanguage: string | null): string {
  const wanted = (acceptLanguage ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...options] = part.trim().split(";");
      const quality = options.map((option) => /^\s*q=([\d.]+)\s*$/.exec(option)?.[1]).find(Boolean);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const known = Intl.NumberFormat.supportedLocalesOf(tag)[0];
    if (known) return known;
  }
  return "en";
}
