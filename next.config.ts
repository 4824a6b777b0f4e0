import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  // Two servers of one checkout (a development server beside a demo) must not share their output.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  // `scripts/serve.mjs` compresses, each kind of answer at a level of its own.
  compress: false,
  // `npm run check` runs the compiler over the whole tree; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  // What every answer carries; a page's Content-Security-Policy has a nonce of its own and is `proxy.ts`'s.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        // `no-referrer` would make browsers send `Origin: null` with the sign-out form.
        { key: "referrer-policy", value: "same-origin" },
        { key: "cross-origin-opener-policy", value: "same-origin" },
        { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=(), payment=()" },
      ],
    },
    {
      source: "/api/:path*",
      headers: [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
  serverExternalPackages: ["@clickhouse/client", "pino", "prom-client"],
};

export default config;
