import { execFileSync } from "node:child_process";
import { identityOf, isSame } from "./supervisor/identity";

/**
 * Calls `end` once the npm that runs this command is gone: one that was killed outright could hand on no signal, and its command
 * would go on without anybody to end it. Does nothing without an npm. Returns what stops the watch.
 */
export function whenNpmIsGone(end: () => void): () => void {
  const npm = npmAbove(process.ppid);
  const identity = npm && identityOf(npm);
  if (!npm || !identity) return () => {};
  const watching = setInterval(() => {
    if (isSame(npm, identity)) return;
    clearInterval(watching);
    end();
  }, 1_000);
  watching.unref();
  return () => clearInterval(watching);
}

/** npm runs a script through a shell, which some shells leave out: npm is the parent or the grandparent. */
function npmAbove(parent: number): number | undefined {
  if (!process.env.npm_lifecycle_event) return undefined;
  try {
    return [parent, Number(ps("ppid", parent))].find((pid) => /\bnpm\b/.test(ps("args", pid)));
  } catch {
    return undefined;
  }
}

const ps = (column: "ppid" | "args", pid: number): string =>
  execFileSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" }).trim();
