import { z } from "zod";
import type { RotationLimits } from "./logs/container-log";

const MiB = 1024 * 1024;

const schema = z.object({
  /** A container's log file is put aside beyond this many bytes. kubelet's default is 10 MiB. */
  WORKLOAD_LOG_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(10 * MiB),
  /** Files of one container that are kept, the one in use among them. kubelet's default. */
  WORKLOAD_LOG_MAX_FILES: z.coerce.number().int().min(2).default(5),
});

export interface WorkloadSettings {
  readonly logs: RotationLimits;
}

/**
 * The workload's own settings.
 * @throws an Error that names every wrong setting
 */
export function workloadSettings(environment: NodeJS.ProcessEnv = process.env): WorkloadSettings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(`the workload's environment: ${z.prettifyError(parsed.error)}`);
  return {
    logs: { maxBytes: parsed.data.WORKLOAD_LOG_MAX_BYTES, maxFiles: parsed.data.WORKLOAD_LOG_MAX_FILES },
  };
}
