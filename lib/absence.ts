import type { ServiceMetrics } from "./metrics";
import type { Signal } from "./signals";

/** How long after a point's time its sample may still come. Milliseconds. */
const mayStillCome = 120_000;

/** The word for a point without a value: a hole in the data, or a sample that is still on its way. */
export function absenceWord(data: ServiceMetrics, signal: Signal, index: number): "gap" | "not yet" {
  const end = (data.start + index * data.step) * 1_000;
  const newest = data.newest[signal]?.at ?? 0;
  return end > newest && data.asOf - end < mayStillCome ? "not yet" : "gap";
}
