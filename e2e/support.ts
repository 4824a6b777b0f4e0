import { existsSync, readFileSync } from "node:fs";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { paths, pidFile } from "../stack/layout";
import { askSupervisor } from "../stack/supervisor/control";

/** A service page in New York, which no test disturbs, and one in Frankfurt, whose parts some tests kill. */
export const checkout = "/projects/acme-shop/production/checkout";
export const checkoutOfFra1 = "/projects/acme-shop/staging/checkout";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

/** Of each account, the session of its first sign-in. */
const sessions = new Map<string, Cookies>();

/** Ends signed in on the page asked for; what a person does on the way is done once an account, and tested by itself. */
export async function signIn(page: Page, email: string, path = "/"): Promise<void> {
  const session = sessions.get(email);
  if (session) {
    await page.context().addCookies(session);
    await page.goto(path);
  } else {
    await signInByForm(page, email, path);
    sessions.set(email, await page.context().cookies());
  }
  await expect(page.getByRole("link", { name: "Sign in with Starbase" })).toHaveCount(0);
}

/** A new session, through the stand-in's form as a person gets one. */
export async function signInByForm(page: Page, email: string, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("link", { name: "Sign in with Starbase" }).click();
  await fillInForm(page, email, "demo");
  await expect(page.getByLabel("Password")).toHaveCount(0);
  await expect(page.getByRole("main")).toBeVisible();
}

/** Fills in the stand-in's form, and sends it. */
export async function fillInForm(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const killed = new Set<string>();

/** Kills a process of the stack as an accident would: SIGKILL, by the pid that the supervisor wrote. */
export function kill(name: string): void {
  const file = pidFile(name);
  if (!existsSync(file)) throw new Error(`no process ${name} runs`);
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  process.kill(pid, "SIGKILL");
  killed.add(name);
}

/** Starts a killed process again, through the running supervisor, and resolves when it is healthy. */
export async function startAgain(name: string): Promise<void> {
  await askSupervisor(paths.run, { action: "start", name });
  killed.delete(name);
}

/** After a test, however it ended: the next one finds a whole stack. */
export async function startWhatWasKilled(): Promise<void> {
  for (const name of killed) await startAgain(name);
}
