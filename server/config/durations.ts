const unitsInMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const durationPattern = /^[1-9]\d{0,8}(?:ms|s|m|h|d)$/;

/** `60s` → 60,000. Milliseconds; NaN for what does not match {@link durationPattern}. */
export function parseDuration(value: string): number {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(value);
  const unit = match?.[2] as keyof typeof unitsInMs | undefined;
  return match && unit ? Number(match[1]) * unitsInMs[unit] : Number.NaN;
}
