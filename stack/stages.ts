import { logComponents } from "./components/logs";
import { metricsComponents } from "./components/metrics";
import { sharedComponents, stardeckComponent } from "./components/shared";
import { findPrograms, type Programs } from "./programs/victoria-metrics";
import type { Secrets } from "./secrets";
import type { StardeckAddress } from "./settings";
import type { Component } from "./supervisor/component";
import { regions } from "./world";

interface StageOptions {
  readonly secrets: Secrets;
  /** Where Stardeck is to listen; undefined to leave it out. */
  readonly stardeck: StardeckAddress | undefined;
  /** Only components whose name starts with one of these. Undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly queryLog: boolean;
  readonly say: (line: string) => void;
}

export type Stages = ReturnType<typeof stagesOf>;

/** Everything that is started, in the order in which it is: what stands in one stage starts side by side. */
export function stagesOf({ secrets, stardeck, only, queryLog, say }: StageOptions) {
  let found: Promise<Programs> | undefined;
  const programs = () => {
    found ??= findPrograms(say);
    return found;
  };
  const chosen = (components: readonly Component[]) =>
    components.filter(({ name }) => only?.some((prefix) => name.startsWith(prefix)) ?? true);
  const metrics = regions.map(({ id }) => metricsComponents(id, secrets.regions[id], programs));
  const logs = regions.map(({ id }) => logComponents(id, secrets.regions[id], queryLog));
  const shared = sharedComponents();
  return {
    stores: chosen([
      ...logs.map(({ clickhouse }) => clickhouse),
      ...metrics.map(({ victoriaMetrics }) => victoriaMetrics),
    ]),
    doors: chosen([...metrics.map(({ vmauth }) => vmauth), shared.workload, shared.starbase]),
    scrapers: chosen(metrics.map(({ vmagent }) => vmagent)),
    agents: chosen([...metrics.map(({ vmalert }) => vmalert), ...logs.map(({ shipper }) => shipper)]),
    stardeck: stardeck ? [stardeckComponent(stardeck)] : [],
    /** Makes sure, before anything starts, that the programs are there which these components run. */
    programs,
  };
}
