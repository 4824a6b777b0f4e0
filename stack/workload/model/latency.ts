/** The upper bounds that the gateway is told to use (`pipeline/`'s EnvoyProxy), in milliseconds; `+Inf` beside them. */
export const latencyBoundsMs = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000] as const;

export interface LogNormal {
  readonly medianMs: number;
  /** Deviation of the logarithm. */
  readonly sigma: number;
}

/** Most responses are usual; `slowShare` of them (0 to 1) are slow. */
export interface LatencyMix {
  readonly usual: LogNormal;
  readonly slow: LogNormal;
  readonly slowShare: number;
}

/** Share of responses that take at most `boundMs`. */
export function latencyShare(mix: LatencyMix, boundMs: number): number {
  const usual = shareWithin(mix.usual, boundMs);
  if (mix.slowShare === 0) return usual;
  return (1 - mix.slowShare) * usual + mix.slowShare * shareWithin(mix.slow, boundMs);
}

export function meanLatencyMs(mix: LatencyMix): number {
  return (1 - mix.slowShare) * mean(mix.usual) + mix.slowShare * mean(mix.slow);
}

const mean = ({ medianMs, sigma }: LogNormal) => medianMs * Math.exp((sigma * sigma) / 2);

const shareWithin = ({ medianMs, sigma }: LogNormal, boundMs: number) =>
  normalCdf(Math.log(boundMs / medianMs) / sigma);

/** Abramowitz and Stegun 26.2.17: off by less than 7.5e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = Math.exp((-x * x) / 2) * 0.3989422804014327 * poly;
  return x >= 0 ? 1 - tail : tail;
}
