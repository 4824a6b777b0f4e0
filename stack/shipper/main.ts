import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { dataOf, host, ports } from "../layout";
import { loadSecrets } from "../secrets";
import { type RegionId, regions } from "../world";
import { Delivery } from "./delivery";
import { checkpointFile } from "./layout";
import { PodDirectory } from "./pods";
import { LineQueue } from "./queue";
import { Reader } from "./reader";
import { retentionDays } from "./retention";
import { Shipper } from "./shipper";
import { Status } from "./status";

/** Container log files of one region → its ClickHouse: `tsx stack/shipper/main.ts --region nyc3`. */
async function main(): Promise<void> {
  const region = regionArgument();
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());

  const now = Date.now;
  const say = problemLog();
  const queue = new LineQueue();
  const nodesDirectory = dataOf(region, "nodes");
  const status: Status = new Status({
    now,
    queueLength: () => queue.length,
    oldestReadAt: () => queue.oldestReadAt,
    unreadBytes: () => reader.unreadBytes,
    openFiles: () => reader.openFiles,
  });
  const reader = new Reader({
    nodesDirectory,
    pods: new PodDirectory({ url: `http://${host}:${ports.kubernetes(region)}`, now }),
    queue,
    retentionDays,
    now,
    onRead: (lines) => status.read(lines),
    onProblem: say,
  });
  const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
  const shipper = new Shipper({
    reader,
    queue,
    delivery: new Delivery({
      url: `http://${host}:${ports.clickhouse(region)}`,
      password: loadSecrets().regions[region].writer,
      sleep: pause,
      onRetry: (problem) => {
        status.retried();
        say(`insert: ${problem}`);
      },
      onRefused: (rows) => status.refused(rows),
    }),
    nodesDirectory,
    checkpointFile: checkpointFile(region),
    now,
    sleep: pause,
    onStored: (lines) => status.stored(lines),
    onHeartbeat: () => status.beat(),
    onProblem: say,
  });

  const server = await status.listen(ports.shipper(region));
  console.log(`shipper ${region}: following ${nodesDirectory}`);
  try {
    await shipper.run(stop.signal);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function regionArgument(): RegionId {
  const { values } = parseArgs({ options: { region: { type: "string" } } });
  const region = regions.find(({ id }) => id === values.region);
  if (!region) throw new Error(`--region must be one of ${regions.map(({ id }) => id).join(", ")}`);
  return region.id;
}

/** A problem that lasts is told once in ten seconds, not at every attempt. */
function problemLog(): (problem: string) => void {
  const toldAt = new Map<string, number>();
  return (problem) => {
    const at = Date.now();
    if (at - (toldAt.get(problem) ?? 0) < 10_000) return;
    if (toldAt.size > 100) toldAt.clear();
    toldAt.set(problem, at);
    console.error(`shipper: ${problem}`);
  };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const advice = taken ? " (STACK_PORT_BASE moves every port of the stack)" : "";
    console.error(`shipper: ${error instanceof Error ? error.message : String(error)}${advice}`);
    process.exit(1);
  },
);
