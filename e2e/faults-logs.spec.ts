import { expect, test } from "@playwright/test";
import { checkoutOfFra1, kill, signIn, startAgain, startWhatWasKilled } from "./support";

test.afterEach(startWhatWasKilled);

test("a killed log store says so in the list and in the bar, and the metrics live on", async ({ page }) => {
  await signIn(page, "ada@acme.test", `${checkoutOfFra1}/logs`);
  const list = page.getByRole("log", { name: "Logs" });
  await expect(list).toContainText(/\d\d:\d\d:\d\d/);
  kill("fra1.clickhouse");
  await page.reload();
  await expect(page.getByText(/logs store of region fra1/).first()).toBeVisible();
  await page.goto(checkoutOfFra1);
  await expect(page.getByRole("figure", { name: "CPU", exact: true })).toContainText("ago");
  await expect(page.getByRole("status", { name: "Freshness" })).toContainText("Logs unreachable");
  await startAgain("fra1.clickhouse");
  await page.goto(`${checkoutOfFra1}/logs`);
  await expect(list).toContainText(/\d\d:\d\d:\d\d/, { timeout: 30_000 });
});
