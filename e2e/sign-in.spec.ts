import { expect, test } from "@playwright/test";
import { checkout, fillInForm, signIn, signInByForm } from "./support";

test("a stranger is led to sign in and back to the page that they wanted", async ({ page }) => {
  await page.goto(`${checkout}?from=now-3h&to=now`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole("link", { name: "Sign in with Starbase" }).click();
  await fillInForm(page, "ada@acme.test", "demo");
  await expect(page).toHaveURL(/\/checkout\?from=now-3h&to=now/);
  await expect(page.getByRole("figure", { name: "Latency" })).toBeVisible();
});

test("a wrong password is refused in words that name no account", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Sign in with Starbase" }).click();
  await fillInForm(page, "ada@acme.test", "wrong");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Password")).toBeVisible();
});

test("every page of one's own is reached by clicking", async ({ page }) => {
  await signIn(page, "ada@acme.test");
  await page.getByRole("main").getByRole("link", { name: "Acme Shop" }).first().click();
  await expect(page).toHaveURL(/\/projects\/acme-shop$/);
  await page.getByRole("main").getByRole("link", { name: "checkout", exact: true }).first().click();
  await expect(page).toHaveURL(/\/projects\/acme-shop\/production\/checkout/);
  await page.getByRole("link", { name: "Logs", exact: true }).click();
  await expect(page).toHaveURL(/\/checkout\/logs/);
  await expect(page.getByRole("log", { name: "Logs" })).toBeVisible();
});

test("somebody else's project and an unknown one are the same page, with a way back", async ({ page }) => {
  await signIn(page, "ada@acme.test");
  const bodies: string[] = [];
  for (const project of ["globex", "no-such-project"]) {
    const response = await page.goto(`/projects/${project}`);
    expect(response?.status()).toBe(404);
    bodies.push((await page.getByRole("main").textContent()) ?? "");
  }
  expect(bodies[0]).toBe(bodies[1]);
  await page.getByRole("main").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/$/);
});

test("sign-out ends the session, here and at Starbase", async ({ page }) => {
  // A session of its own: the others' go on.
  await signInByForm(page, "ada@acme.test", checkout);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in with Starbase" })).toBeVisible();
  await page.goto(checkout);
  await expect(page).toHaveURL(/\/sign-in/);
  // Starbase asks again: its own session is over too.
  await page.getByRole("link", { name: "Sign in with Starbase" }).click();
  await expect(page.getByLabel("Password")).toBeVisible();
});

test("an SRE lands on the regions, and nobody else sees them", async ({ page }) => {
  await signIn(page, "sre@starform.test");
  await expect(page).toHaveURL(/\/regions$/);
  const table = page.getByRole("table", { name: "Regions" });
  await expect(table.getByRole("row")).toHaveCount(3);
  await expect(table.getByRole("row", { name: /New York 3|nyc3/ })).toContainText("Live");
});

test("a member gets the 404 page for the regions", async ({ page }) => {
  await signIn(page, "grace@globex.test");
  const response = await page.goto("/regions");
  expect(response?.status()).toBe(404);
});
