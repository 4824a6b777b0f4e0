/**
 * The eleven recorded series and the seven panels that draw them: a table of data, read by the query, the charts,
 * the table view and the tests alike. Units are those of the recording rules in `pipeline/metrics/rules`.
 */
export const signals = [
  "latency_p50_ms",
  "latency_p95_ms",
  "latency_p99_ms",
  "rps",
  "error_rate",
  "throughput_in_bytes",
  "throughput_out_bytes",
  "cpu",
  "memory_bytes",
  "network_rx_bytes",
  "network_tx_bytes",
] as const;
export type Signal = (typeof signals)[number];

/** The series' full name in the store. */
export const seriesName = (signal: Signal): string => `starform:service:${signal}`;

/**
 * How a wide step is summed up: latencies by the worst of the step (a percentile can't be averaged), the others by
 * their mean; the error rate by its mean weighted by requests.
 */
export type Aggregation = "max" | "mean" | "request-weighted mean";

export const aggregation: Record<Signal, Aggregation> = {
  latency_p50_ms: "max",
  latency_p95_ms: "max",
  latency_p99_ms: "max",
  rps: "mean",
  error_rate: "request-weighted mean",
  throughput_in_bytes: "mean",
  throughput_out_bytes: "mean",
  cpu: "mean",
  memory_bytes: "mean",
  network_rx_bytes: "mean",
  network_tx_bytes: "mean",
};

export type Unit = "milliseconds" | "per-second" | "ratio" | "bytes-per-second" | "cores" | "bytes";
/** Where the panel's samples come from: the gateway (Envoy) or the container runtime (cAdvisor). */
export type Source = "gateway" | "containers";

export interface PanelSeries {
  readonly signal: Signal;
  /** The word in legend, tooltip and table. */
  readonly label: string;
}

export interface Panel {
  readonly id: "latency" | "rps" | "error-rate" | "throughput" | "cpu" | "memory" | "network";
  readonly title: string;
  readonly unit: Unit;
  readonly source: Source;
  readonly series: readonly PanelSeries[];
  /** The series whose newest value stands large under the title. */
  readonly headline: Signal;
  /** What it measures, for a first visit. */
  readonly about: string;
}

export const panels = [
  {
    id: "latency",
    title: "Latency",
    unit: "milliseconds",
    source: "gateway",
    headline: "latency_p95_ms",
    about: "Time from the gateway's request to the service's last byte, by percentile, over one minute.",
    series: [
      { signal: "latency_p50_ms", label: "p50" },
      { signal: "latency_p95_ms", label: "p95" },
      { signal: "latency_p99_ms", label: "p99" },
    ],
  },
  {
    id: "rps",
    title: "Requests per second",
    unit: "per-second",
    source: "gateway",
    headline: "rps",
    about: "Requests that the gateway completed, over one minute. Zero when routed but idle.",
    series: [{ signal: "rps", label: "requests" }],
  },
  {
    id: "error-rate",
    title: "Error rate",
    unit: "ratio",
    source: "gateway",
    headline: "error_rate",
    about: "Responses with status 5xx out of all completed. No value without traffic.",
    series: [{ signal: "error_rate", label: "5xx" }],
  },
  {
    id: "throughput",
    title: "Throughput",
    unit: "bytes-per-second",
    source: "gateway",
    headline: "throughput_out_bytes",
    about: "Bytes that the gateway sent to the service (in) and received from it (out).",
    series: [
      { signal: "throughput_in_bytes", label: "in" },
      { signal: "throughput_out_bytes", label: "out" },
    ],
  },
  {
    id: "cpu",
    title: "CPU",
    unit: "cores",
    source: "containers",
    headline: "cpu",
    about: "Processor time used by all containers of the service, in cores.",
    series: [{ signal: "cpu", label: "used" }],
  },
  {
    id: "memory",
    title: "Memory",
    unit: "bytes",
    source: "containers",
    headline: "memory_bytes",
    about: "Working set of all containers of the service.",
    series: [{ signal: "memory_bytes", label: "working set" }],
  },
  {
    id: "network",
    title: "Network",
    unit: "bytes-per-second",
    source: "containers",
    headline: "network_rx_bytes",
    about: "Bytes that the service's pods received (in) and sent (out).",
    series: [
      { signal: "network_rx_bytes", label: "in" },
      { signal: "network_tx_bytes", label: "out" },
    ],
  },
] as const satisfies readonly Panel[];
