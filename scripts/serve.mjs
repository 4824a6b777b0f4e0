// Stardeck itself: Next behind a plain Node server, so that the configuration is checked (by server/start.ts, through
// instrumentation.ts) before anything listens, and a stop lets requests finish. Plain JavaScript: a production install
// has no compiler. `--dev` serves with reload.

import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { constants } from "node:zlib";

const root = resolve(import.meta.dirname, "..");
const dev = process.argv.includes("--dev");
process.chdir(root);
process.env.NODE_ENV = dev ? "development" : "production";
process.env.NEXT_TELEMETRY_DISABLED ??= "1";

const output = process.env.NEXT_DIST_DIR ?? ".next";
if (!dev && !existsSync(join(root, output, "BUILD_ID"))) {
  fail(`Stardeck is not built yet. Run \`npm run build\` first (it writes ${output}/), then \`npm start\`.`);
}

// PORT and HOSTNAME are validated with the rest of the configuration, before anything listens.
const port = Number(process.env.PORT || 3000);
const hostname = process.env.HOSTNAME || "127.0.0.1";

const { default: next } = await import("next");
const app = next({ dev, dir: root, hostname, port });
// Next may have prepared itself before server/start.ts has checked everything: that calls this, or ends the process.
const checked = new Promise((listen) => {
  globalThis[Symbol.for("stardeck.listen")] = listen;
});
const late = setTimeout(() => {
  fail(
    `Stardeck has not started within a minute. If ${output}/ is older than this checkout, \`npm run build\`.`,
  );
}, 60_000);
try {
  await app.prepare();
  await checked;
  clearTimeout(late);
} catch (error) {
  fail(`Stardeck could not start: ${error instanceof Error ? error.message : String(error)}`);
}

const handle = app.getRequestHandler();
const { default: compression } = await import("compression");
// A live stream is sent as it comes: compressed, it would wait for a block to fill.
const filter = (request, response) =>
  !String(response.getHeader("content-type")).startsWith("text/event-stream") &&
  compression.filter(request, response);
const forPages = compression({ filter });
// Answers are made for one reader and read once: the fastest level takes nine tenths away at a third of the time.
const forAnswers = compression({
  filter,
  level: constants.Z_BEST_SPEED,
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
});

const server = createServer((request, response) => {
  const compress = request.url?.startsWith("/api/") ? forAnswers : forPages;
  compress(request, response, () => {});
  // Its stream ends with the response; a response whose reader has gone would keep it.
  response.once("close", () => {
    if (!response.writableFinished) response.end();
  });
  handle(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.statusCode = 500;
    response.end();
  });
});
// A reverse proxy must not reuse a connection that this side is about to close.
server.keepAliveTimeout = 75_000;
// Live streams ping every few seconds, so a socket that takes nothing for this long has nobody behind it.
server.setTimeout(120_000);

server.on("error", (error) => {
  if (error.code === "EADDRINUSE") {
    fail(`Port ${port} on ${hostname} is in use. Set PORT to another one, or stop what listens there.`);
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    fail(`This machine has no address ${hostname}. Set HOSTNAME to one that it has, such as 127.0.0.1.`);
  }
  if (error.code === "EACCES") {
    fail(`Port ${port} is not for this user to listen on. Set PORT to another one, from 1024 on.`);
  }
  fail(`Stardeck could not listen: ${error.message}`);
});
server.listen(port, hostname, () => {
  console.log(`Stardeck listens on http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`);
});

let stopping = false;
for (const name of ["SIGTERM", "SIGINT"]) {
  process.on(name, () => {
    if (stopping) return;
    stopping = true;
    // Streams never finish by themselves: they get two seconds of grace and reconnect elsewhere.
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
    setTimeout(() => process.exit(0), 8_000).unref();
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
