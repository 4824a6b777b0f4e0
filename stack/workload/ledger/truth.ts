import type { Placement } from "../../world";
import { latencyBoundsMs } from "../model/latency";
import type { Model } from "../model/model";
import { runAt } from "../model/pods";
import { workingSetBytes } from "../model/resources";
import { slotMs, slotOf, slotStart } from "../model/time";
import { addSlotTraffic, field, fieldCount } from "../model/traffic";

/**
 * What a service really did in one slot [start, end) of 15 s, over all of its replicas and gateways. The counters that
 * the exporters show are sums of these, from their owners' starts on. Mirrored requests and builds are not the service's.
 */
export interface SlotTruth {
  /** RFC 3339. */
  readonly start: string;
  readonly end: string;
  /** Completed requests, whatever their status. */
  readonly requests: number;
  readonly errors_5xx: number;
  /** Gateway → service, and service → gateway. */
  readonly bytes_in: number;
  readonly bytes_out: number;
  /** How many of the requests took at most so many milliseconds; cumulative, `+Inf` is all of them. */
  readonly latency_ms: Readonly<Record<string, number>>;
  /** CPU seconds of the service's own containers within the slot. */
  readonly cpu_seconds: number;
  /** Working set of its containers at the slot's end. */
  readonly memory_bytes: number;
  /** Bytes over its pods' interfaces within the slot. */
  readonly network_rx_bytes: number;
  readonly network_tx_bytes: number;
  /** Containers that began again within the slot. */
  readonly restarts: number;
  /** Pods that serve at the slot's end. */
  readonly replicas: number;
}

/**
 * The truth of every slot that lies wholly within [from, to) (epoch milliseconds), oldest first. It says what the
 * simulated service did, whether or not anybody scraped it: the world goes on while this process is down.
 */
export function truthOf(model: Model, placement: Placement, from: number, to: number): SlotTruth[] {
  const first = Math.ceil(Math.max(from, model.anchor.origin) / slotMs);
  const last = slotOf(to);
  return Array.from({ length: Math.max(0, last - first) }, (_, index) =>
    slotTruth(model, placement, first + index),
  );
}

function slotTruth(model: Model, placement: Placement, slot: number): SlotTruth {
  const start = slotStart(slot);
  const end = slotStart(slot + 1);
  const traffic = new Float64Array(fieldCount);
  for (const route of model.routesOf(placement)) {
    if (route.mirror) continue;
    for (const gateway of [0, 1]) addSlotTraffic(model.anchor.seed, route, gateway, slot, traffic);
  }
  const count = (position: number) => traffic[position] ?? 0;
  const buckets = latencyBoundsMs.map((bound, index) => [String(bound), count(field.latencyBucket + index)]);
  const pods = model.podsOf(placement, start, end).filter((pod) => pod.kind === "service");
  const runs = pods.flatMap((pod) => pod.runs.map((run) => ({ pod, run })));
  const network = pods.map((pod) => {
    const before = model.networkBytes(pod, start);
    const after = model.networkBytes(pod, end);
    return { rx: after.rx - before.rx, tx: after.tx - before.tx };
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    requests: count(field.ok2xx) + count(field.redirect3xx) + count(field.client4xx) + count(field.server5xx),
    errors_5xx: count(field.server5xx),
    bytes_in: count(field.bytesIn),
    bytes_out: count(field.bytesOut),
    latency_ms: Object.fromEntries([...buckets, ["+Inf", count(field.latencyCount)]]),
    cpu_seconds: sum(
      runs
        .filter(({ run }) => run.start < end && run.end > start)
        .map(({ pod, run }) => model.cpuSeconds(pod, run, end) - model.cpuSeconds(pod, run, start)),
    ),
    memory_bytes: sum(
      pods.map((pod) => {
        const run = pod.end > end ? runAt(pod, end) : undefined;
        return run ? workingSetBytes(pod, run, end) : 0;
      }),
    ),
    network_rx_bytes: sum(network.map(({ rx }) => rx)),
    network_tx_bytes: sum(network.map(({ tx }) => tx)),
    restarts: runs.filter(({ run }) => run.restarts > 0 && run.start >= start && run.start < end).length,
    replicas: model.servingAt(placement, end).length,
  };
}
