// `npm start`: Stardeck alone, in production mode, on the regions that its configuration names. Plain Node, because a
// production install has neither a bundler nor TypeScript.
import { hostname } from "node:os";

// Shells and containers export HOSTNAME as the machine's own name. Only another value is somebody's choice.
if (process.env.HOSTNAME === hostname()) delete process.env.HOSTNAME;
await import("./serve.mjs");
