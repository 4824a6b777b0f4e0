/**
 * Noise without state: every draw is a hash of what it is for (who, when, which draw), so the same question has the
 * same answer in the history fill, in the live exporters and after a restart.
 */

/** A 32-bit key of a text (FNV-1a over its UTF-16 code units): the `who` of the draws below. */
export function keyOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** A well-mixed unsigned 32-bit integer of three integers (murmur3's finaliser between them). */
export function mix(who: number, when: number, draw: number): number {
  let hash = Math.imul(who ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ when, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16) ^ Math.imul(draw, 0x27d4eb2f), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Uniform in [0, 1). */
export function uniform(who: number, when: number, draw: number): number {
  return mix(who, when, draw) / 0x1_0000_0000;
}

/** Uniform in [low, high). */
export function between(low: number, high: number, who: number, when: number, draw: number): number {
  return low + (high - low) * uniform(who, when, draw);
}

/** About normal, mean 0 and deviation 1, within ±3 (the sum of three uniforms). */
export function normal(who: number, when: number, draw: number): number {
  const sum = uniform(who, when, draw) + uniform(who, when, draw + 1) + uniform(who, when, draw + 2);
  return (sum - 1.5) * 2;
}

/** Smooth noise in [−1, 1] that changes over about one unit of `x`. */
export function smooth(who: number, x: number, draw: number): number {
  const left = Math.floor(x);
  const part = x - left;
  const eased = part * part * (3 - 2 * part);
  const from = uniform(who, left, draw);
  const to = uniform(who, left + 1, draw);
  return (from + (to - from) * eased) * 2 - 1;
}

/** `length` characters of `alphabet`. */
export function word(length: number, alphabet: string, who: number, when: number, draw: number): string {
  let text = "";
  for (let index = 0; index < length; index += 1) {
    text += alphabet[mix(who, when, draw * 131 + index) % alphabet.length] ?? "";
  }
  return text;
}

/** Lower-case hexadecimal characters. */
export function hex(length: number, who: number, when: number, draw: number): string {
  return word(length, "0123456789abcdef", who, when, draw);
}
