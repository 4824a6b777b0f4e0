import { join } from "node:path";
import type { Component } from "@/stack/supervisor/component";
import { host, ports, repository } from "../layout";
import { applyLogSchema, clickhouseCommand } from "../programs/clickhouse";
import type { RegionSecrets } from "../secrets";
import type { RegionId } from "../world";
import { typescriptCommand } from "./command";

/** The region's log store and the shipper that fills it. */
export function logComponents(region: RegionId, secrets: RegionSecrets, queryLog: boolean) {
  const clickhouse: Component = {
    name: `${region}.clickhouse`,
    ports: [ports.clickhouse(region)],
    health: `http://${host}:${ports.clickhouse(region)}/ping`,
    command: () => clickhouseCommand({ region, secrets, queryLog }),
    onceHealthy: (signal) => applyLogSchema(region, secrets, signal),
  };
  const shipper: Component = {
    name: `${region}.shipper`,
    ports: [ports.shipper(region)],
    health: `http://${host}:${ports.shipper(region)}/healthz`,
    command: async () =>
      typescriptCommand(join(repository, "stack", "shipper", "main.ts"), "--region", region),
  };
  return { clickhouse, shipper };
}
