import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells a process from a later one that got the same pid: when it started. Undefined when there is no such process.
 * The text means something on this machine only and is compared, never parsed.
 */
export function identityOf(pid: number): string | undefined {
  return process.platform === "linux" ? linuxIdentity(pid) : posixIdentity(pid);
}

/** True while the process that had this identity is still there. */
export const isSame = (pid: number, identity: string): boolean => identityOf(pid) === identity;

function linuxIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the program's name, may hold spaces and parentheses; the state and the start time in ticks since the
    // machine's start are the 1st and the 20th after it (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie has ended; only its parent has not yet heard of it.
    if (fields[0] === "Z") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function posixIdentity(pid: number): string | undefined {
  try {
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return started === "" ? undefined : started;
  } catch {
    return undefined;
  }
}
