import { defineConfig } from "vitest/config";

const notTests = ["**/node_modules/**", "**/.next*/**", "**/.stardeck/**", "e2e/**"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${import.meta.dirname}/` },
      // The package refuses to be imported outside a React server bundle; under test everything is on the server.
      { find: "server-only", replacement: `${import.meta.dirname}/node_modules/server-only/empty.js` },
    ],
  },
  test: {
    environment: "node",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...notTests, "**/*.integration.test.ts"],
          // Some run real programs, and a busy machine has two cores.
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: notTests,
          // They share one stack: `npm test` starts it. One after another, since they measure and kill its processes.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
