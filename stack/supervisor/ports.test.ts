import { createServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { portsInUse } from "./ports";
import { freePort } from "./testing/small-process";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function occupy(port: number): Promise<void> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, "127.0.0.1", resolve);
    servers.push(server);
  });
}

it("names every port that is taken, who wanted it and what moves it, all at once", async () => {
  const [store, agent, free] = [await freePort(), await freePort(), await freePort()];
  await occupy(store);
  await occupy(agent);
  const components = [
    { name: "nyc3.victoria-metrics", ports: [store, free] },
    { name: "workload", ports: [agent] },
  ];

  const remedy = "set STACK_PORT_BASE to move the stack's ports";
  expect(await portsInUse(components, { address: "127.0.0.1", remedy })).toEqual([
    `port ${store} is in use (nyc3 victoria-metrics); ${remedy}`,
    `port ${agent} is in use (workload); ${remedy}`,
  ]);
});

it("has nothing to say about free ports, and leaves them free", async () => {
  const components = [{ name: "starbase", ports: [await freePort()] }];
  const options = { address: "127.0.0.1", remedy: "" };
  expect(await portsInUse(components, options)).toEqual([]);
  expect(await portsInUse(components, options)).toEqual([]);
});
