"use client";

import { createContext, type ReactNode, use, useEffect, useMemo, useSyncExternalStore } from "react";

/** What is known of the person's browser, at the server already, so that both render the same text. */
export interface Reader {
  /** BCP 47 tag for numbers and dates. */
  readonly locale: string;
  /** IANA name of the browser's own zone. */
  readonly browserZone: string;
  /** Epoch milliseconds at which the server rendered. */
  readonly renderedAt: number;
}

const ReaderContext = createContext<Reader>({ locale: "en", browserZone: "UTC", renderedAt: 0 });

/** The cookie in which the browser's zone waits for the next server render. */
export const zoneCookie = "zone";

const never = () => () => {};
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Server-rendered facts first; the browser's own zone as soon as it is known. */
export function ReaderProvider({ children, ...given }: Reader & { children: ReactNode }) {
  const { locale, renderedAt } = given;
  const browserZone = useSyncExternalStore(never, ownZone, () => given.browserZone);
  useEffect(() => {
    // The Cookie Store API is not in every browser yet; this cookie holds a zone's name and nothing else.
    // biome-ignore lint/suspicious/noDocumentCookie: see above
    document.cookie = `${zoneCookie}=${encodeURIComponent(browserZone)}; path=/; max-age=31536000; samesite=lax`;
  }, [browserZone]);
  const reader = useMemo(() => ({ locale, browserZone, renderedAt }), [locale, browserZone, renderedAt]);
  return <ReaderContext value={reader}>{children}</ReaderContext>;
}

export const useReader = (): Reader => use(ReaderContext);
