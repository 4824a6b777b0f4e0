import { join } from "node:path";
import type { Component } from "@/stack/supervisor/component";
import { host, paths, ports, repository } from "../layout";
import type { StardeckAddress } from "../settings";
import { regions } from "../world";
import { stackEnvironment, typescriptCommand } from "./command";

/** What no region has: the simulated workload of all regions, and Starbase's stand-in. */
export const sharedComponents = (): { workload: Component; starbase: Component } => ({
  workload: {
    name: "workload",
    ports: [
      ports.workload,
      ...regions.flatMap(({ id }) => [
        ports.kubernetes(id),
        ports.kubeStateMetrics(id),
        ...[0, 1].flatMap((index) => [ports.gateway(id, index), ports.kubelet(id, index)]),
      ]),
    ],
    health: `http://${host}:${ports.workload}/healthz`,
    command: async () => typescriptCommand(join(repository, "stack", "workload", "main.ts")),
  },
  starbase: {
    name: "starbase",
    ports: [ports.starbase],
    health: `http://${host}:${ports.starbase}/healthz`,
    command: async () => typescriptCommand(join(repository, "stack", "starbase", "main.ts")),
  },
});

/** Stardeck itself, in production mode, on the stack's regions. */
export const stardeckComponent = (address: StardeckAddress): Component => ({
  name: "stardeck",
  ports: [address.port, address.metricsPort],
  health: `${address.url}/api/healthz`,
  command: async () => ({
    file: process.execPath,
    args: [join(repository, "scripts", "serve.mjs")],
    env: {
      ...stackEnvironment,
      NODE_ENV: "production",
      PORT: String(address.port),
      HOSTNAME: address.hostname,
      METRICS_PORT: String(address.metricsPort),
      STARDECK_CONFIG: paths.config,
    },
  }),
});
