import type { Command } from "@/stack/supervisor/component";
import { portBase, stateDirectory } from "../layout";

/** What every process of the stack must agree on, whatever directory it is started in. */
export const stackEnvironment = {
  STACK_PORT_BASE: String(portBase),
  STARDECK_STATE: stateDirectory,
} as const;

/** Runs a TypeScript file of this repository in one process: `npx tsx` would put a second one in front of it. */
export const typescriptCommand = (file: string, ...args: string[]): Command => ({
  file: process.execPath,
  args: ["--import", "tsx", file, ...args],
  env: stackEnvironment,
});
