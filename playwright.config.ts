import { defineConfig } from "@playwright/test";
import { readSettings } from "./stack/settings";

const settings = readSettings(process.env);
if (!settings.ok) throw new Error(settings.problems.join("\n"));

/** The tests in a real browser, against the running stack of `STARDECK_STATE` and the Stardeck at `PORT` before it. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // What kills a part of a region waits for minutes; other files look at the other region meanwhile.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results",
  reporter: [["list"]],
  use: {
    baseURL: settings.stardeck.url,
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
