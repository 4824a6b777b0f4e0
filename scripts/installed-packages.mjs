import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether `node_modules` holds every package that the lock file names, in its very version, however they came there: npm writes
 * down what it has installed once all of it is. One that is optional may be missing: it is for another platform.
 * @param {string} directory that of `package-lock.json`
 * @returns {boolean}
 */
export function areLockedPackagesInstalled(directory) {
  const installed = packagesOf(join(directory, "node_modules", ".package-lock.json"));
  const locked = packagesOf(join(directory, "package-lock.json"));
  if (!installed || !locked) return false;
  return Object.entries(locked).every(([path, { version, integrity, optional = false }]) => {
    if (path === "") return true;
    const found = installed[path];
    return found ? found.version === version && found.integrity === integrity : optional;
  });
}

/** The packages of a lock file by their path, or undefined where there is no such file. */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
