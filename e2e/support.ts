import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { pidFile, repository } from "../stack/layout";

/** Signs in through the stand-in's form, as a person does, and ends on the page asked for. */
export async function signIn(page: Page, email: string, path = "/"): Promise<void> {
  await page.goto(path);
  await page.getByRole("link", { name: "Sign in with Starbase" }).click();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("link", { name: "Sign in with Starbase" })).toHaveCount(0);
}

/** A region's service page. */
export const checkout = "/projects/acme-shop/production/checkout";

/** Kills a process of the stack as an accident would: SIGKILL, by the pid that the supervisor wrote. */
export function kill(name: string): void {
  process.kill(pidOf(name), "SIGKILL");
}

/** Starts a killed process again, through the running supervisor. */
export function startAgain(name: string): void {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ["scripts/bootstrap.mjs", "stack", "start", name],
    {
      cwd: repository,
      encoding: "utf8",
      timeout: 120_000,
    },
  );
  if (status !== 0) throw new Error(`${name} did not start again: ${stdout}${stderr}`);
}

function pidOf(name: string): number {
  const file = pidFile(name);
  if (!existsSync(file)) throw new Error(`no process ${name} runs`);
  const [pid] = readFileSync(file, "utf8").split("\n");
  return Number(pid);
}
