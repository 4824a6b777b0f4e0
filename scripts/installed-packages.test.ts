import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { areLockedPackagesInstalled } from "./installed-packages.mjs";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

const next = { version: "16.4.6", integrity: "sha512-n" };
const chdb = { version: "3.4.0", integrity: "sha512-c", dev: true };
const forMacOS = { version: "3.4.0", integrity: "sha512-m", dev: true, optional: true };
const locked = {
  "": { name: "stardeck" },
  "node_modules/next": next,
  "node_modules/chdb": chdb,
  "node_modules/@chdb/lib-darwin-arm64": forMacOS,
};

/** A checkout whose npm has written down these packages; undefined where it has not come to that. */
function checkout(installed: Record<string, unknown> | undefined): string {
  const directory = mkdtempSync(join(tmpdir(), "stardeck-packages-"));
  directories.push(directory);
  writeFileSync(join(directory, "package-lock.json"), JSON.stringify({ packages: locked }));
  mkdirSync(join(directory, "node_modules"));
  if (installed) {
    const file = join(directory, "node_modules", ".package-lock.json");
    writeFileSync(file, JSON.stringify({ packages: installed }));
  }
  return directory;
}

it("takes what npm has installed, also without the packages of other platforms", () => {
  const installed = { "node_modules/next": next, "node_modules/chdb": chdb };
  expect(areLockedPackagesInstalled(checkout(installed))).toBe(true);
});

it("finds none in a bare clone, nor where npm was interrupted", () => {
  expect(areLockedPackagesInstalled(checkout(undefined))).toBe(false);
});

it("misses what a production install leaves out", () => {
  expect(areLockedPackagesInstalled(checkout({ "node_modules/next": next }))).toBe(false);
});

it.each([{ version: "16.4.5" }, { integrity: "sha512-other" }])(
  "does not take %j for what is locked",
  (other) => {
    const installed = { "node_modules/next": { ...next, ...other }, "node_modules/chdb": chdb };
    expect(areLockedPackagesInstalled(checkout(installed))).toBe(false);
  },
);
