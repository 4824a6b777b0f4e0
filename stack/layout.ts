import { join, resolve } from "node:path";
import { type RegionId, regions } from "./world";

/** Where everything of the embedded stack lives and listens. Nothing else decides a path or a port. */

export const repository = resolve(import.meta.dirname, "..");

/** `STARDECK_STATE`: binaries, data, logs and run files; never committed. */
export const stateDirectory = resolve(repository, process.env.STARDECK_STATE || ".stardeck");

export const paths = {
  /** Downloaded programs, kept over resets. */
  bin: join(stateDirectory, "bin"),
  /** Stores' data, agents' buffers, container log files: what `--reset` removes. */
  data: join(stateDirectory, "data"),
  /** One file a process: standard output and error. */
  logs: join(stateDirectory, "logs"),
  /** Pid files, `stack.json`, secrets, rendered configurations. */
  run: join(stateDirectory, "run"),
  stackJson: join(stateDirectory, "run", "stack.json"),
  /** What `npm run demo` and `npm run dev` give Stardeck as its configuration. */
  config: join(stateDirectory, "run", "stardeck.config.yaml"),
} as const;

export const dataOf = (region: RegionId, component: string) => join(paths.data, region, component);
/** `<region>.<component>.pid`, or `<component>.pid` for what no region has. */
export const pidFile = (name: string) => join(paths.run, `${name}.pid`);

export const host = "127.0.0.1";

/** The first port of the stack's 100: `STACK_PORT_BASE`, 18400 by default (checked by the supervisor). */
export const portBase = Number(process.env.STACK_PORT_BASE || 18400);

export const ports = {
  starbase: portBase,
  workload: portBase + 1,
  /** The workload's Kubernetes API stand-in, for service discovery: one a region. */
  kubernetes: (region: RegionId) => regionBase(region),
  victoriaMetrics: (region: RegionId) => regionBase(region) + 1,
  vmauth: (region: RegionId) => regionBase(region) + 2,
  vmauthInternal: (region: RegionId) => regionBase(region) + 3,
  vmagent: (region: RegionId) => regionBase(region) + 4,
  vmalert: (region: RegionId) => regionBase(region) + 5,
  clickhouse: (region: RegionId) => regionBase(region) + 6,
  shipper: (region: RegionId) => regionBase(region) + 7,
  kubeStateMetrics: (region: RegionId) => regionBase(region) + 8,
  /** Two gateway pods a region. */
  gateway: (region: RegionId, index: number) => regionBase(region) + 10 + index,
  /** Two kubelets a region. */
  kubelet: (region: RegionId, index: number) => regionBase(region) + 12 + index,
  /** vmalert's listener while it replays rules over the first start's history. */
  replay: (region: RegionId) => regionBase(region) + 15,
} as const;

function regionBase(region: RegionId): number {
  return portBase + 20 + 20 * regions.findIndex((candidate) => candidate.id === region);
}
