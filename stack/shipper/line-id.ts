import { createXXHash3 } from "hash-wasm";

const hash = await createXXHash3();

/**
 * A line's identity: XXH3-64 of `container|stream|time|raw`, as a signed decimal, which is what Vector's `xxhash`
 * returns. The same line read twice has the same id; equal text at another time has another.
 * @param containerId the runtime's id of the container (64 hexadecimal characters)
 * @param time the CRI stamp exactly as the runtime wrote it
 * @param raw the line's bytes, partial lines joined, without the line end
 */
export function lineId(containerId: string, stream: string, time: string, raw: Uint8Array): string {
  hash.init();
  hash.update(`${containerId}|${stream}|${time}|`);
  hash.update(raw);
  return BigInt.asIntN(64, BigInt(`0x${hash.digest("hex")}`)).toString();
}
