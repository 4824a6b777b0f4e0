// `npm start`: Stardeck alone, in production mode, on the regions that its configuration names. Plain Node, because a
// production install has neither a bundler nor TypeScript.
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "..");
process.chdir(repository);
if (!existsSync(join(repository, ".next", "BUILD_ID"))) {
  process.stderr.write("stardeck: there is no build here; `npm run build` makes it\n");
  process.exit(1);
}
process.env.NODE_ENV = "production";
// Shells and containers export HOSTNAME as the machine's own name. Only another value is somebody's choice.
if (process.env.HOSTNAME === hostname()) delete process.env.HOSTNAME;
await import("./serve.mjs");
