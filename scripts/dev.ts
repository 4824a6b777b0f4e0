import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { paths, repository } from "@/stack/layout";

/** `npm run dev`: Stardeck with hot reload, on a running stack unless another configuration is named or there. */
export async function main(): Promise<number> {
  const own = process.env.STARDECK_CONFIG ?? join(repository, "stardeck.config.yaml");
  const config = process.env.STARDECK_CONFIG || existsSync(own) ? own : paths.config;
  if (!existsSync(config)) {
    process.stderr.write(`There is no ${config}: run \`npm run stack\` in another terminal first\n`);
    return 1;
  }
  const child = spawn(process.execPath, [join(repository, "scripts", "serve.mjs"), "--dev"], {
    cwd: repository,
    env: { ...process.env, NODE_ENV: "development", STARDECK_CONFIG: config },
    stdio: "inherit",
  });
  // A Ctrl-C in a terminal reaches the server by itself; a signal to this process alone must be handed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal ? 0 : 1)));
  });
}
