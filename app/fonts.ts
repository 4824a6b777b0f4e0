import localFont from "next/font/local";

/** Bundled and served by Stardeck itself; letters beyond Latin fall back to the system's face. */
export const sans = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-inter",
});

export const mono = localFont({
  src: "../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-geist-mono",
  // Only log lines, ids and the tooltip's clock are set in it.
  preload: false,
});
