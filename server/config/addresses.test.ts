import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { addressProblems } from "./addresses";

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const close of cleanUp.splice(0)) close();
});

/** A port of 127.0.0.1 on which somebody listens, until the test ends. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  cleanUp.push(() => server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens any more. */
async function freePort(): Promise<number> {
  const port = await takenPort();
  const close = cleanUp.pop();
  close?.();
  return port;
}

describe("addressProblems", () => {
  test("has none for free ports of an address of this machine", async () => {
    const [port, metricsPort] = [await freePort(), await freePort()];
    expect(await addressProblems({ hostname: "127.0.0.1", port, metricsPort })).toEqual([]);
  });

  test.each(["127.0.0.1", "0.0.0.0"])(
    "names both settings when both ports of %s are taken",
    async (hostname) => {
      const [port, metricsPort] = [await takenPort(), await takenPort()];
      const problems = await addressProblems({ hostname, port, metricsPort });
      expect(problems.map(({ key, wrong }) => `${key} ${wrong}`)).toEqual([
        `PORT ${port} on ${hostname} is in use`,
        `METRICS_PORT ${metricsPort} on ${hostname} is in use`,
      ]);
    },
  );

  // 192.0.2.0/24 is for documentation: no machine has it.
  test.each(["192.0.2.1", "nowhere.invalid"])(
    "names HOSTNAME for %s, which is not here",
    async (hostname) => {
      const problems = await addressProblems({ hostname, port: await takenPort(), metricsPort: 1 });
      expect(problems.map(({ key, wrong }) => `${key} ${wrong}`)).toEqual([
        `HOSTNAME ${hostname} is no address of this machine`,
      ]);
    },
  );
});
