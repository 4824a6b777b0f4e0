import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { FillOptions } from "../first-start";
import { host, ports } from "../layout";
import { Delivery } from "../shipper/delivery";
import { checkpointFile, tenantNamespace } from "../shipper/layout";
import { retentionDays } from "../shipper/retention";
import { type LogRow, transform, type Unrouted } from "../shipper/transform";
import { loadAnchor } from "../workload/anchor";
import { criTime } from "../workload/logs/cri";
import { type LogLine, linesOf } from "../workload/logs/lines";
import { Model } from "../workload/model/model";
import { nodesOf } from "../workload/model/nodes";
import { historyMs, minuteMs } from "../workload/model/time";
import type { RegionId } from "../world";

/** As much as is simulated at once; a batch to the store is a part of it. */
const spanMs = 10 * minuteMs;
const batchRows = 10_000;

/**
 * Writes the lines that a region's containers had written before the first start into its ClickHouse, through the
 * shipper's own transformation: a line has the same identity whichever way it came. The container log files begin exactly
 * where this ends, at the anchor's first start (`to` is at most a slot later), so that no line is missing or there twice.
 * Where a shipper has been at work and its store was lost, its files' lines are written again up to `to` as well.
 * Rejects when `signal` aborts; while the store does not answer, it waits.
 */
export async function fillLogHistory(options: FillOptions): Promise<void> {
  const { region, signal, onProgress } = options;
  const model = new Model(loadAnchor());
  const { firstStart } = model.anchor;
  const again = existsSync(checkpointFile(region));
  const first = again ? options.from.getTime() : firstStart - historyMs;
  const end = again ? options.to.getTime() : firstStart;
  const delivery = new Delivery({
    url: `http://${host}:${ports.clickhouse(region)}`,
    password: options.secrets.writer,
    sleep: (ms, aborted) => sleep(ms, undefined, { signal: aborted }),
  });
  for (let from = first; from < end; from += spanMs) {
    const to = Math.min(end, from + spanMs);
    await write(model, region, from, to, delivery, signal);
    onProgress((to - first) / (end - first));
  }
}

async function write(
  model: Model,
  region: RegionId,
  from: number,
  to: number,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<void> {
  let rows: LogRow[] = [];
  let unrouted: Unrouted[] = [];
  let sent = 0;
  const send = async () => {
    sent += 1;
    await delivery.deliver({ token: `history-${region}-${from}-${sent}`, rows, unrouted }, signal);
    rows = [];
    unrouted = [];
  };
  for (const pod of model.podsIn(region, from, to)) {
    if (!tenantNamespace.test(pod.namespace)) continue;
    for (const line of linesOf(model, pod, from, to)) {
      const result = rowOf(line);
      if ("row" in result) rows.push(result.row);
      else unrouted.push(result.unrouted);
      if (rows.length + unrouted.length >= batchRows) await send();
    }
    // Others share this process: let them run now and then.
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  if (rows.length + unrouted.length > 0) await send();
}

/** A line as the shipper would have read it from the container's file. */
function rowOf({ pod, run, timeNs, stream, text }: LogLine) {
  const runtime = nodesOf(pod.region)[pod.node === 0 ? 0 : 1].runtime;
  return transform(
    { time: criTime(timeNs, runtime), stream, raw: Buffer.from(text) },
    {
      containerId: run.id,
      container: pod.container,
      pod: pod.name,
      node: pod.nodeName,
      labels: pod.labels,
    },
    { retentionDays, now: Number(timeNs / 1_000_000n) },
  );
}
