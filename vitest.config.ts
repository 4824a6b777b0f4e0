import { defineConfig } from "vitest/config";

/** Integration tests that start a store, an issuer or a shipper of their own; the others need the running stack. */
const ownStores = [
  "pipeline/logs/*.integration.test.ts",
  "server/**/*.integration.test.ts",
  "stack/starbase/*.integration.test.ts",
  "stack/shipper/restart.integration.test.ts",
];

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
          name: "stores",
          include: ownStores,
          exclude: notTests,
          // Each file starts what it needs, on free ports, and waits more than it computes.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: [...notTests, ...ownStores],
          // They share one stack: `npm test` starts it. One after another, since they measure and kill its processes.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
