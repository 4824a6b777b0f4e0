import { join } from "node:path";
import { z } from "zod";
import { host, paths, ports } from "../layout";
import { loadSecrets } from "../secrets";
import { loadAnchor } from "../workload/anchor";
import type { Anchor } from "../workload/model/time";
import { makeStarbase } from "./server";

/** Runs Starbase's stand-in until SIGTERM. */

// Where Stardeck will be: browsers are sent back there and nowhere else.
const stardeckPort = z.coerce
  .number()
  .int()
  .min(1)
  .max(65_535)
  .safeParse(process.env.PORT || "3000");
if (!stardeckPort.success) fail("PORT is not a port: 1 to 65535");

const { clientId, clientSecret } = loadSecrets();
const port = ports.starbase;
let anchor: Anchor | undefined;
const server = makeStarbase({
  port,
  directory: join(paths.data, "starbase"),
  clientId,
  clientSecret,
  stardeckUrls: [host, "localhost"].map((name) => `http://${name}:${stardeckPort.data}`),
  now: () => Date.now(),
  anchor: () => {
    anchor ??= loadAnchor();
    return anchor;
  },
});

server.on("error", (error: NodeJS.ErrnoException) =>
  fail(error.code === "EADDRINUSE" ? `port ${port} is in use; STACK_PORT_BASE moves it` : error.message),
);
server.listen(port, host, () => console.log(`starbase listens on http://${host}:${port}`));

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 2_000).unref();
  });
}

function fail(problem: string): never {
  console.error(`starbase: ${problem}`);
  process.exit(1);
}
