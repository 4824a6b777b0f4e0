import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { host, paths, ports } from "./layout";
import type { Secrets } from "./secrets";
import type { StardeckAddress } from "./settings";
import { regions } from "./world";

const localUrl = (port: number) => `http://${host}:${port}`;

/** Stardeck's configuration for the embedded regions, as a person would write one for their own. */
export function stardeckConfig(secrets: Secrets, stardeck: StardeckAddress): string {
  return stringify({
    publicUrl: stardeck.url,
    auth: {
      issuer: localUrl(ports.starbase),
      clientId: secrets.clientId,
      clientSecret: secrets.clientSecret,
      sessionSecret: secrets.sessionSecret,
    },
    catalog: { starbase: localUrl(ports.starbase) },
    regions: regions.map(({ id, name }) => {
      const own = secrets.regions[id];
      return {
        id,
        name,
        metrics: {
          kind: "victoriametrics",
          url: localUrl(ports.vmauth(id)),
          token: own.readToken,
          platformToken: own.platformToken,
        },
        logs: {
          url: localUrl(ports.clickhouse(id)),
          username: "stardeck_reader",
          password: own.reader,
          tailUsername: "stardeck_tail",
          tailPassword: own.tail,
          freshnessUsername: "stardeck_freshness",
          freshnessPassword: own.freshness,
          database: "stardeck",
          table: "logs",
        },
      };
    }),
  });
}

/** Writes `run/stardeck.config.yaml`, which holds secrets: only its owner can read it. */
export function writeStardeckConfig(secrets: Secrets, stardeck: StardeckAddress): void {
  mkdirSync(paths.run, { recursive: true });
  rmSync(paths.config, { force: true });
  const heading = "# Written at every start of the embedded stack; changes here are lost.\n";
  writeFileSync(paths.config, heading + stardeckConfig(secrets, stardeck), { mode: 0o600 });
}
