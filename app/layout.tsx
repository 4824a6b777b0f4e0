import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { DataProvider } from "@/components/trpc/client";
import { AriaProvider } from "@/components/ui/aria-provider";
import { ReaderProvider, zoneCookie } from "@/components/view/reader";
import { readerLocale } from "@/lib/locale";
import { parseTheme, themeCookie } from "@/lib/theme";
import { parseZone } from "@/lib/time/zone";
import { mono, sans } from "./fonts";
import "./globals.css";
import { renderedAt } from "./rendered-at";

export const metadata: Metadata = {
  title: { default: "Stardeck", template: "%s · Stardeck" },
  description: "Metrics, logs and freshness of your services.",
  // Links into a person's services are nobody's search result.
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#0b0e14" },
    { media: "(prefers-color-scheme: light)", color: "#f6f7f9" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const theme = parseTheme(jar.get(themeCookie)?.value);
  const locale = readerLocale(head.get("accept-language"));
  const nonce = head.get("x-nonce") ?? undefined;
  const zone = parseZone(jar.get(zoneCookie)?.value ?? "utc");
  return (
    <html
      lang="en"
      className={`${sans.variable} ${mono.variable}`}
      {...(theme === "system" ? {} : { "data-theme": theme })}
    >
      <head>
        {/* Where the accessible widgets find the nonce for their one style element. Browsers hide it from scripts. */}
        <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />
      </head>
      <body className="min-h-dvh">
        <NuqsAdapter>
          <ReaderProvider
            locale={locale}
            browserZone={zone === null || zone === "utc" ? "UTC" : zone}
            renderedAt={renderedAt()}
          >
            <AriaProvider locale={locale}>
              <DataProvider>{children}</DataProvider>
            </AriaProvider>
          </ReaderProvider>
        </NuqsAdapter>
      </body>
    </html>
  );
}
