import { randomUUID } from "node:crypto";
import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { dataOf } from "../stack/layout";
import { checkout, signIn } from "./support";

/** Appends a line to a running checkout container's log file, as the container runtime would. */
function writeLine(text: string): void {
  const nodes = dataOf("nyc3", "nodes");
  const files = readdirSync(nodes).flatMap((node) => {
    const folder = join(nodes, node, "var/log/containers");
    return readdirSync(folder).map((name) => join(folder, name));
  });
  const file = files
    .filter((name) => /checkout.*production|production.*checkout|checkout-/.test(name))
    .at(-1);
  if (!file) throw new Error(`no container of checkout writes a log: ${files.join(", ")}`);
  appendFileSync(file, `${new Date().toISOString().replace("Z", "000000Z")} stdout F ${text}\n`);
}

test("the list shows the newest lines, older ones on scroll, and finds a substring", async ({ page }) => {
  await signIn(page, "ada@acme.test", `${checkout}/logs?from=now-6h&to=now`);
  const list = page.getByRole("log", { name: "Logs" });
  await expect(list).toContainText(/\d\d:\d\d:\d\d\.\d{3}/);
  await page.goto(
    `${checkout}/logs?from=now-6h&to=now&q=${encodeURIComponent("upstream timeout: payments")}`,
  );
  await expect(list).toContainText("upstream timeout: payments");
  await page.goto(`${checkout}/logs?from=now-6h&to=now&q=${randomUUID()}`);
  await expect(page.getByText(/No line contains/).first()).toBeVisible();
});

test("the tail shows a line that was just written to a container's log, once", async ({ page }) => {
  await signIn(page, "ada@acme.test", `${checkout}/logs`);
  const live = page.getByRole("button", { name: "Live" });
  await live.click();
  await expect(live).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/live=1/);
  const list = page.getByRole("log", { name: "Logs" });
  await expect(list).toContainText(/\d\d:\d\d:\d\d/);
  const mark = `canary ${randomUUID()}`;
  writeLine(mark);
  await expect(list.getByText(mark)).toHaveCount(1, { timeout: 15_000 });
  // A reload resumes the tail and does not show it twice.
  await page.reload();
  await expect(list.getByText(mark)).toHaveCount(1, { timeout: 15_000 });
});
