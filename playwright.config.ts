import { defineConfig } from "@playwright/test";
import { readStack } from "./stack/client/read-stack";

const stack = readStack();

/** The tests in a real browser, against the running stack that `stack.json` describes and the Stardeck before it. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // One stack, whose parts some tests stop and start: one test at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results",
  reporter: [["list"]],
  use: {
    baseURL: stack.stardeck.url,
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "dark",
    viewport: { width: 1440, height: 1000 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
      ],
    },
  },
});
