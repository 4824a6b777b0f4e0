import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { host } from "../layout";
import { anchorAt } from "../workload/model/time";
import { makeStarbase } from "./server";

/** A Starbase of a test's own: another port, another directory, nothing left behind. */
export interface TrialStarbase {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Ends it and begins anew over what it had written. */
  restart(): Promise<void>;
  /** Ends it; what it wrote is still there. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function startTrialStarbase(stardeckUrl: string): Promise<TrialStarbase> {
  const directory = mkdtempSync(join(tmpdir(), "stardeck-starbase-"));
  const port = await freePort();
  const clientId = "stardeck";
  const clientSecret = "a-client-secret-of-the-tests";
  const start = () => {
    const server = makeStarbase({
      port,
      directory,
      clientId,
      clientSecret,
      stardeckUrls: [stardeckUrl],
      now: () => Date.now(),
      anchor: () => anchor,
    });
    // No kept connections: a restart would close them under the next request.
    server.maxRequestsPerSocket = 1;
    return listening(server, port);
  };
  const anchor = anchorAt(Date.now());
  let server: Server | undefined = await start();
  const stop = async () => {
    const ending = server;
    server = undefined;
    await new Promise((resolve) =>
      ending ? ending.close(resolve).closeAllConnections() : resolve(undefined),
    );
  };
  return {
    url: `http://${host}:${port}`,
    clientId,
    clientSecret,
    stop,
    restart: async () => {
      await stop();
      server = await start();
    },
    close: async () => {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function listening(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function freePort(): Promise<number> {
  const server = await listening(createServer(), 0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
