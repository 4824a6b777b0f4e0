/**
 * A request body of Prometheus' remote write, version 1: one series with one sample, as protobuf in a snappy block. What
 * an agent sends, for tests that play one.
 */
export function remoteWriteBody(
  labels: Readonly<Record<string, string>>,
  value: number,
  at: number,
): Uint8Array {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => message(1, [...message(1, utf8(name)), ...message(2, utf8(text))]));
  const double = new Uint8Array(new Float64Array([value]).buffer);
  const sample = message(2, [0x09, ...double, 0x10, ...varint(at)]);
  return snappyLiteral(message(1, [...pairs.flat(), ...sample]));
}

const utf8 = (text: string) => [...new TextEncoder().encode(text)];

/** A length-delimited field. */
const message = (field: number, bytes: readonly number[]) => [
  (field << 3) | 2,
  ...varint(bytes.length),
  ...bytes,
];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

/** Snappy without compression: the length, and one literal of up to 64 KiB. */
function snappyLiteral(bytes: readonly number[]): Uint8Array {
  const last = bytes.length - 1;
  return Uint8Array.from([...varint(bytes.length), 61 << 2, last & 0xff, last >> 8, ...bytes]);
}
