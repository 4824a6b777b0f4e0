import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { host, paths, ports } from "./layout";
import { clickhouseAdmin } from "./programs/clickhouse";
import type { Secrets } from "./secrets";
import type { StardeckAddress } from "./settings";
import { accounts, placements, regions } from "./world";

/** What runs, for tests and tools: `run/stack.json`. */
export type StackDescription = ReturnType<typeof describeStack>;

const localUrl = (port: number) => `http://${host}:${port}`;

export function describeStack(secrets: Secrets, stardeck: StardeckAddress) {
  return {
    regions: regions.map(({ id, name, cluster }) => {
      const own = secrets.regions[id];
      const user = (suffix: string, password: string) => ({ username: `stardeck_${suffix}`, password });
      return {
        id,
        name,
        cluster,
        metrics: {
          url: localUrl(ports.vmauth(id)),
          readToken: own.readToken,
          writeToken: own.writeToken,
          platformToken: own.platformToken,
          direct: localUrl(ports.victoriaMetrics(id)),
          vmagent: localUrl(ports.vmagent(id)),
          vmalert: localUrl(ports.vmalert(id)),
        },
        logs: {
          url: localUrl(ports.clickhouse(id)),
          reader: user("reader", own.reader),
          tail: user("tail", own.tail),
          freshness: user("freshness", own.freshness),
          writer: user("writer", own.writer),
          admin: { username: clickhouseAdmin, password: own.admin },
          database: "stardeck",
          table: "logs",
          shipper: localUrl(ports.shipper(id)),
        },
      };
    }),
    services: placements().map(({ project, environment, service, region }) => ({
      project: project.slug,
      environment: environment.slug,
      service: service.slug,
      projectId: project.id,
      serviceId: service.id,
      kind: service.kind,
      ephemeral: environment.ephemeral,
      region,
    })),
    workload: { url: localUrl(ports.workload) },
    starbase: { url: localUrl(ports.starbase) },
    stardeck: { url: stardeck.url, metricsUrl: localUrl(stardeck.metricsPort) },
    accounts: accounts.map(({ email, password, role, memberOf }) => ({ email, password, role, memberOf })),
  };
}

/** Writes `run/stack.json`; it holds secrets, so only its owner can read it. */
export function writeStackJson(secrets: Secrets, stardeck: StardeckAddress): void {
  mkdirSync(paths.run, { recursive: true });
  rmSync(paths.stackJson, { force: true });
  const text = `${JSON.stringify(describeStack(secrets, stardeck), null, 2)}\n`;
  writeFileSync(paths.stackJson, text, { mode: 0o600 });
}

export const removeStackJson = (): void => rmSync(paths.stackJson, { force: true });
