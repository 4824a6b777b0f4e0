import { expect, test } from "@playwright/test";
import { panels } from "../lib/signals";
import { checkout, signIn } from "./support";

test("seven panels show a current value with its unit and age, from one metrics request", async ({
  page,
}) => {
  await signIn(page, "ada@acme.test");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/trpc/metrics.service")) asked.push(request.url());
  });
  await page.goto(checkout);
  for (const { title } of panels) {
    const panel = page.getByRole("figure", { name: title, exact: true });
    await expect(panel.locator("canvas").first()).toBeVisible();
    await expect(panel).toContainText(/\d/);
    await expect(panel).toContainText(/ago/);
  }
  await expect(page.getByRole("status", { name: "Freshness" })).toContainText("Live");
  // The first view came with the page, or in one request: never one a panel.
  expect(asked.length).toBeLessThanOrEqual(1);
});

test("another range is a link that gives the same screen", async ({ page }) => {
  await signIn(page, "ada@acme.test", checkout);
  await page.getByRole("button", { name: "Time range" }).click();
  const answered = page.waitForResponse((response) => response.url().includes("/api/trpc/metrics.service"));
  await page.getByText("Last 6 hours").click();
  await expect(page).toHaveURL(/from=now-6h/);
  // The browser's own question, which the first view did not need, has an answer that it can read.
  expect((await (await answered).json()).result.data).toBeTruthy();
  await expect(page.getByRole("figure", { name: "CPU", exact: true })).toContainText("ago");
  await expect(page.getByRole("figure", { name: "CPU", exact: true })).not.toContainText("failed");
  await expect(page.getByRole("button", { name: "Time range" })).toContainText("Last 6 hours");
  await page.reload();
  await expect(page.getByRole("button", { name: "Time range" })).toContainText("Last 6 hours");
  await page.goBack();
  await expect(page.getByRole("button", { name: "Time range" })).toContainText("Last 1 hour");
});

test("dragging across a chart zooms every panel, and back returns", async ({ page }) => {
  await signIn(page, "ada@acme.test", checkout);
  const canvas = page.getByRole("figure", { name: "CPU", exact: true }).locator("canvas").first();
  await expect(canvas).toBeVisible();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error("the chart has no size");
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d{4}-\d{2}-\d{2}T/);
  await page.goBack();
  await expect(page).not.toHaveURL(/from=\d{4}-/);
});

for (const [what, query, words] of [
  ["a reversed range", "from=now&to=now-1h", /ends before it begins/],
  ["a range that is no time", "from=yesterday&to=now", /isn't a time/],
  ["a range over 90 days", "from=now-91d&to=now", /longer than 90 days/],
] as const) {
  test(`${what} is explained in the page`, async ({ page }) => {
    await signIn(page, "ada@acme.test", `${checkout}?${query}`);
    await expect(page.getByText(words).first()).toBeVisible();
  });
}

test("a preview says why its gateway panels are empty, and draws the others", async ({ page }) => {
  await signIn(page, "ada@acme.test", "/projects/acme-shop/preview-42/storefront");
  for (const { title, source } of panels) {
    const panel = page.getByRole("figure", { name: title, exact: true });
    if (source === "gateway") await expect(panel).toContainText(/preview/i);
    else await expect(panel).toContainText(/ago/);
  }
});

test("a worker without a route says so", async ({ page }) => {
  await signIn(page, "ada@acme.test", "/projects/acme-shop/production/mailer");
  await expect(page.getByRole("figure", { name: "Requests per second" })).toContainText(/no route/i);
  await expect(page.getByRole("figure", { name: "Memory" })).toContainText(/ago/);
});

test("an unknown path is a 404 page with a way back", async ({ page }) => {
  await signIn(page, "ada@acme.test");
  const response = await page.goto("/nothing/here");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("link").first()).toBeVisible();
});

test("nothing scrolls sideways on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, "ada@acme.test", checkout);
  await expect(
    page.getByRole("figure", { name: "Latency", exact: true }).locator("canvas").first(),
  ).toBeVisible();
  for (const path of [checkout, `${checkout}/logs`, "/", "/projects/acme-shop"]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
