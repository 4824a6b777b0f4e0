import type { PipeFreshness } from "../logs/pipe-freshness";
import type { InstantSample } from "../stores/victoria-metrics";
import { type Reading, readings } from "./questions";

/** Instants in epoch milliseconds, from data alone. */
export interface MetricsInstants {
  /** By job and reading: `envoy succeeded`. */
  readonly newest: Readonly<Record<string, number>>;
}

export interface LogsInstants {
  readonly byKind: Readonly<
    Record<string, { readonly newestAt: number | null; readonly heartbeatAt: number | null }>
  >;
}

const isReading = (text: string | undefined): text is Reading => readings.some((reading) => reading === text);

export const readingKey = (job: string, reading: Reading): string => `${job} ${reading}`;

/** The newest instant of each job and reading; the rules' evaluation has no job. */
export function readMetrics(samples: readonly InstantSample[]): MetricsInstants {
  const newest: Record<string, number> = {};
  for (const { labels, value } of samples) {
    if (!isReading(labels.reading) || !Number.isFinite(value)) continue;
    const key = readingKey(labels.job ?? "", labels.reading);
    newest[key] = Math.max(newest[key] ?? 0, value * 1000);
  }
  return { newest };
}

/** The newest line and heartbeat of each kind, over the region's nodes. */
export function readLogs(rows: readonly PipeFreshness[]): LogsInstants {
  const byKind: Record<string, { newestAt: number | null; heartbeatAt: number | null }> = {};
  for (const { kind, newestIngestedAt, heartbeatAt } of rows) {
    const known = byKind[kind];
    byKind[kind] = {
      newestAt: later(known?.newestAt ?? null, newestIngestedAt),
      heartbeatAt: later(known?.heartbeatAt ?? null, heartbeatAt),
    };
  }
  return { byKind };
}

/** What was read before stays known where the newest answer no longer reaches back to it. */
export const keepKnownMetrics = (
  before: MetricsInstants | undefined,
  read: MetricsInstants,
): MetricsInstants => ({
  newest: { ...before?.newest, ...read.newest },
});

/** The same for logs: the view in the store keeps only what its retention keeps. */
export function keepKnownLogs(before: LogsInstants | undefined, read: LogsInstants): LogsInstants {
  const byKind = { ...before?.byKind };
  for (const [kind, { newestAt, heartbeatAt }] of Object.entries(read.byKind)) {
    const known = byKind[kind];
    byKind[kind] = {
      newestAt: newestAt ?? known?.newestAt ?? null,
      heartbeatAt: heartbeatAt ?? known?.heartbeatAt ?? null,
    };
  }
  return { byKind };
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
