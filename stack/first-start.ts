import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { dataOf, paths } from "./layout";
import type { Secrets } from "./secrets";
import { formatElapsed, type Reporter } from "./supervisor/reporter";
import type { RegionId } from "./world";

/** The hours that a first start writes, so that a dashboard has something to show at once. */
const historyMs = 6 * 3_600_000;
const sayEveryMs = 5_000;
const pipes = ["metrics", "logs"] as const;
type Pipe = (typeof pipes)[number];
const storeOf = { metrics: "victoria-metrics", logs: "clickhouse" } as const satisfies Record<Pipe, string>;

export interface FillOptions {
  readonly region: RegionId;
  readonly from: Date;
  readonly to: Date;
  readonly secrets: Secrets["regions"][RegionId];
  /** 0 to 1. */
  onProgress(done: number): void;
  readonly signal: AbortSignal;
}
export type FillHistory = (options: FillOptions) => Promise<void>;

const file = join(paths.run, "history.json");
const record = z.record(z.string(), z.enum(["filling", "filled"]));
type History = z.infer<typeof record>;

interface Work {
  readonly region: RegionId;
  readonly pipe: Pipe;
}

/**
 * Which stores still lack their history. To be called before the stores start: what an interrupted start left half
 * written is removed, because a sample that is written twice is counted twice.
 */
export function missingHistory(regions: readonly RegionId[]): Work[] {
  const done = read();
  const missing = regions
    .flatMap((region) => pipes.map((pipe) => ({ region, pipe })))
    .filter(({ region, pipe }) => {
      const store = dataOf(region, storeOf[pipe]);
      return done[`${region}.${pipe}`] !== "filled" || !existsSync(store);
    });
  for (const { region, pipe } of missing) {
    rmSync(dataOf(region, storeOf[pipe]), { recursive: true, force: true });
    if (pipe === "metrics") rmSync(dataOf(region, "vmagent"), { recursive: true, force: true });
  }
  return missing;
}

/** Writes the six hours before `to` into the stores that lack them, all at once; done once a store. */
export async function fillHistory(
  missing: readonly Work[],
  fill: Readonly<Record<Pipe, FillHistory>>,
  options: { to: Date; secrets: Secrets; reporter: Reporter; signal: AbortSignal },
): Promise<void> {
  const { to, secrets, reporter } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const progress = new Map(missing.map((work) => [labelOf(work), 0]));
  const saying = setInterval(() => {
    const each = [...progress].map(([label, done]) => `${label} ${Math.floor(done * 100)} %`);
    if (each.length > 0) reporter.step("history", each.join(", "), "dim");
  }, sayEveryMs);
  const all = missing.map(async (work) => {
    const { region, pipe } = work;
    const label = labelOf(work);
    const started = Date.now();
    mark(`${region}.${pipe}`, "filling");
    try {
      await fill[pipe]({
        region,
        from: new Date(to.getTime() - historyMs),
        to,
        secrets: secrets.regions[region],
        onProgress: (done) => progress.set(label, done),
        signal,
      });
    } catch (error) {
      failed.abort(error);
      throw error;
    }
    // Metrics are whole only once their history and the live points have been joined: see `metricsJoined`.
    if (pipe === "logs") mark(`${region}.${pipe}`, "filled");
    progress.delete(label);
    reporter.step(label, `six hours of history after ${formatElapsed(Date.now() - started)}`, "green");
  });
  await Promise.allSettled(all);
  clearInterval(saying);
  await Promise.all(all);
}

/** A region's metrics need no filling any more: their history reaches to the live points. */
export const metricsJoined = (region: RegionId): void => mark(`${region}.metrics`, "filled");

const labelOf = ({ region, pipe }: Work) => `${region} ${pipe}`;

function read(): History {
  try {
    return record.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}

function mark(key: string, state: History[string]): void {
  mkdirSync(paths.run, { recursive: true });
  // Renamed into place: a start that is killed in the middle of a write must not forget what was filled.
  writeFileSync(`${file}.new`, JSON.stringify({ ...read(), [key]: state }));
  renameSync(`${file}.new`, file);
}
