import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  // Two servers of one checkout (a development server beside a demo) must not share their output.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  // `npm run check` runs the compiler over the whole tree; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@clickhouse/client", "pino", "prom-client"],
};

export default config;
