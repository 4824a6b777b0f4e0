import { rmSync } from "node:fs";
import { type FillOptions, fillHistory, metricsJoined, missingHistory } from "./first-start";
import { host, paths, repository, stateDirectory } from "./layout";
import { loadSecrets, type Secrets } from "./secrets";
import { readSettings, type StardeckAddress } from "./settings";
import { removeStackJson, writeStackJson } from "./stack-json";
import { type Stages, stagesOf } from "./stages";
import { writeStardeckConfig } from "./stardeck-config";
import { runningSupervisor, serveControl } from "./supervisor/control";
import { PidFiles } from "./supervisor/pid-files";
import { portsInUse } from "./supervisor/ports";
import type { Reporter } from "./supervisor/reporter";
import { Supervisor } from "./supervisor/supervisor";
import { type RegionId, regions } from "./world";

export interface StackOptions {
  /** Remove the data and the run files of earlier starts first; downloaded programs stay. */
  readonly reset: boolean;
  readonly restart: boolean;
  /** Only components whose name starts with one of these; no history is written then. Undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly queryLog: boolean;
  /** Start Stardeck too. This is called once nothing stands in the way any more, and makes ready what it needs (its build). */
  readonly stardeck: (() => Promise<void>) | undefined;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Aborts when nobody wants to wait for an orderly end any more. */
  readonly hurry: AbortSignal;
}

export interface RunningStack {
  readonly supervisor: Supervisor;
  readonly secrets: Secrets;
  readonly stardeck: StardeckAddress;
  /** True when the stores had nothing before. */
  readonly isFirstStart: boolean;
  /** When the agents were asked to start: what is newer was collected by them. */
  readonly agentsStartedAt: Date;
  /** Ends every process, in order. */
  stop(): Promise<void>;
}

/** Something that a person can put right; the message is all that they need. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}

/** Loaded when there is something to write: only a first start needs the simulation's model. */
const historyWriters = {
  metrics: async (options: FillOptions) => (await import("./history/metrics")).fillMetricsHistory(options),
  logs: async (options: FillOptions) => (await import("./history/logs")).fillLogHistory(options),
};

const graceMs = 10_000;
const healthDeadlineMs = 90_000;

/**
 * Starts the embedded regions, in order, and resolves when all of it is healthy. Rejects with `CannotStart`, `MissingProgram`
 * or `ComponentFailed`, whose messages are for a person; everything that was started has ended by then.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const { reporter } = options;
  const settings = readSettings(process.env);
  if (!settings.ok) throw new CannotStart(settings.problems.join("\n"));
  await claimState(reporter);
  if (options.reset) reset();

  const secrets = loadSecrets();
  const stages = stagesOf({
    secrets,
    stardeck: options.stardeck && settings.stardeck,
    only: options.only,
    queryLog: options.queryLog,
    say: (line) => reporter.line(line),
  });
  await checkPorts(stages, settings.stardeck);

  const supervisor = new Supervisor({
    pidFiles: new PidFiles(paths.run),
    logs: paths.logs,
    cwd: repository,
    reporter,
    restart: options.restart,
    healthDeadlineMs,
    graceMs,
  });
  options.hurry.addEventListener("abort", () => supervisor.kill(), { once: true });
  const closeControl = await serveControl(paths.run, supervisor);
  const stop = async () => {
    await supervisor.stop();
    removeStackJson();
    closeControl();
  };
  try {
    const stardeckIsThere = options.stardeck?.();
    // Awaited below; should something else fail first, it is nobody's unhandled rejection.
    stardeckIsThere?.catch(() => {});
    writeStardeckConfig(secrets, settings.stardeck);
    const { isFirstStart, agentsStartedAt } = await startStages(options, stages, supervisor, secrets);
    writeStackJson(secrets, settings.stardeck);
    if (stages.stardeck.length > 0) {
      await stardeckIsThere;
      await supervisor.start(stages.stardeck, options.signal);
    }
    supervisor.finishStart();
    return { supervisor, secrets, stardeck: settings.stardeck, isFirstStart, agentsStartedAt, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The rules began after the history ended: what they have missed is replayed. */
async function closeSeams(
  missing: ReturnType<typeof missingHistory>,
  since: Date,
  { reporter, signal }: StackOptions,
): Promise<void> {
  const regionIds = missing.filter(({ pipe }) => pipe === "metrics").map(({ region }) => region);
  if (regionIds.length === 0) return;
  const { closeMetricsSeam } = await import("./history/metrics-seam");
  await Promise.all(
    regionIds.map(async (region) => {
      await closeMetricsSeam({ region, since, signal });
      metricsJoined(region);
      reporter.step(`${region} metrics`, "history and live points joined", "green");
    }),
  );
}

/** One supervisor a state directory; and what a killed one left behind is ended before anything starts. */
async function claimState(reporter: Reporter): Promise<void> {
  const running = runningSupervisor(paths.run);
  if (running) {
    throw new CannotStart(
      `a stack already runs on ${stateDirectory} (pid ${running.pid}); end it first, or set STARDECK_STATE (and STACK_PORT_BASE) for a second one`,
    );
  }
  const pidFiles = new PidFiles(paths.run);
  const leftOver = pidFiles.leftOver();
  if (leftOver.length === 0) return;
  reporter.line(
    `Ending what an earlier start left behind: ${leftOver.map(({ name, pid }) => `${name} (${pid})`).join(", ")}`,
  );
  await pidFiles.end(leftOver, graceMs);
}

function reset(): void {
  for (const directory of [paths.data, paths.run, paths.logs]) {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function checkPorts(stages: Stages, stardeck: StardeckAddress): Promise<void> {
  const problems = [
    ...(await portsInUse([...stages.stores, ...stages.doors, ...stages.scrapers, ...stages.agents], {
      address: host,
      remedy: "set STACK_PORT_BASE to move the stack's ports",
    })),
    ...(await portsInUse(stages.stardeck, {
      address: stardeck.hostname,
      remedy: "set PORT (and METRICS_PORT) to move Stardeck's",
    })),
  ];
  if (problems.length > 0) throw new CannotStart(problems.join("\n"));
}

async function startStages(
  options: StackOptions,
  stages: Stages,
  supervisor: Supervisor,
  secrets: Secrets,
): Promise<{ isFirstStart: boolean; agentsStartedAt: Date }> {
  const { reporter, signal, only } = options;
  const ids: RegionId[] = regions.map(({ id }) => id);
  const missing = only ? [] : missingHistory(ids);
  if ([...stages.stores, ...stages.scrapers, ...stages.agents].some(({ name }) => /victoria|vm/.test(name))) {
    await stages.programs();
  }

  reporter.title("Stores, doors, workload and Starbase");
  await supervisor.start(stages.stores, signal);
  // The history ends where the workload begins.
  const to = new Date();
  await supervisor.start(stages.doors, signal);
  // Before the history, which takes a while: what is scraped goes on where it ends, without a hole.
  await supervisor.start(stages.scrapers, signal);
  if (missing.length > 0) {
    reporter.title("First start: writing the last six hours");
    await fillHistory(missing, historyWriters, {
      to,
      secrets,
      reporter,
      signal: AbortSignal.any([signal, supervisor.startFailed]),
    });
  }
  reporter.title("Agents, rules and shippers");
  const agentsStartedAt = new Date();
  await supervisor.start(stages.agents, signal);
  await closeSeams(missing, agentsStartedAt, options);
  return { isFirstStart: missing.length > 0, agentsStartedAt };
}
