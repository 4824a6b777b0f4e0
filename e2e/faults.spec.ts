import { expect, test } from "@playwright/test";
import { checkout, kill, signIn, startAgain } from "./support";

test.describe.configure({ timeout: 300_000 });

test("a killed vmagent turns the region stale, says since when, and recovers without a reload", async ({
  page,
}) => {
  await signIn(page, "ada@acme.test", checkout);
  const freshness = page.getByRole("status", { name: "Freshness" });
  await expect(freshness).toContainText("Live");
  kill("nyc3.vmagent");
  try {
    await expect(freshness).toContainText(/Stale/, { timeout: 180_000 });
  } finally {
    startAgain("nyc3.vmagent");
  }
  await expect(freshness).toContainText("Live", { timeout: 90_000 });
});

test("a killed metrics store is unreachable in words, and the logs live on", async ({ page }) => {
  await signIn(page, "ada@acme.test", checkout);
  const freshness = page.getByRole("status", { name: "Freshness" });
  await expect(freshness).toContainText("Live");
  kill("nyc3.victoria-metrics");
  try {
    await expect(freshness).toContainText(/Unreachable/, { timeout: 30_000 });
    await page.reload();
    await expect(page.getByRole("figure", { name: "CPU", exact: true })).toContainText(
      /could not be reached|did not answer/,
      {
        timeout: 15_000,
      },
    );
    await expect(
      page.getByRole("figure", { name: "CPU", exact: true }).getByRole("button", { name: "Retry" }),
    ).toBeVisible();
    await page.goto(`${checkout}/logs`);
    await expect(page.getByRole("log", { name: "Logs" })).toContainText(/\d\d:\d\d:\d\d/);
    await page.goto("/projects/acme-shop/staging/checkout");
    await expect(page.getByRole("status", { name: "Freshness" })).toContainText("Live");
  } finally {
    startAgain("nyc3.victoria-metrics");
  }
  await page.goto(checkout);
  await expect(freshness).toContainText("Live", { timeout: 90_000 });
});

test("a killed log store says so in the list and in the regions, and the metrics live on", async ({
  page,
}) => {
  await signIn(page, "ada@acme.test", `${checkout}/logs`);
  kill("nyc3.clickhouse");
  try {
    await page.reload();
    await expect(page.getByText(/logs store of region nyc3/).first()).toBeVisible({ timeout: 15_000 });
    await page.goto(checkout);
    await expect(page.getByRole("figure", { name: "CPU", exact: true })).toContainText(/ago/);
  } finally {
    startAgain("nyc3.clickhouse");
  }
  await page.goto(`${checkout}/logs`);
  await expect(page.getByRole("log", { name: "Logs" })).toContainText(/\d\d:\d\d:\d\d/, { timeout: 30_000 });
});
