import type { LogLine } from "./line";

export interface LineField {
  readonly name: string;
  readonly value: string;
}

/** `2026-01-31T12:03:38.912004417Z`: a line's stamp with all its nanoseconds. */
export function lineInstant(line: Pick<LogLine, "ts">): string {
  const nanoseconds = BigInt(line.ts);
  const seconds = new Date(Number(nanoseconds / 1_000_000_000n) * 1_000).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds % 1_000_000_000n).padStart(9, "0")}Z`;
}

/** Everything that is known of a line but its message, by the names of the log table; what is empty is left out. */
export function lineFields(line: LogLine): LineField[] {
  const fields: LineField[] = [
    { name: "ts", value: lineInstant(line) },
    { name: "level", value: line.level },
    { name: "replica", value: line.replica },
    { name: "container", value: line.container },
    { name: "node", value: line.node },
    { name: "stream", value: line.stream },
    { name: "kind", value: line.kind },
    { name: "deployment_id", value: line.deploymentId },
    { name: "trace_id", value: line.traceId },
    { name: "span_id", value: line.spanId },
    ...Object.entries(line.attrs)
      .map(([name, value]) => ({ name: `attrs.${name}`, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    { name: "ingested_at", value: new Date(line.ingestedAt).toISOString() },
    { name: "line_id", value: line.id },
  ];
  return fields.filter(({ value }) => value !== "");
}

/** The line as one JSON object with the log table's names, to be pasted elsewhere. */
export function lineJson(line: LogLine): string {
  const { attrs } = line;
  const columns = Object.fromEntries(
    lineFields(line)
      .filter(({ name }) => !name.startsWith("attrs."))
      .map(({ name, value }) => [name, value]),
  );
  const rest = Object.keys(attrs).length > 0 ? { attrs } : {};
  return JSON.stringify({
    ...columns,
    message: line.message,
    ...rest,
    ...(line.truncated && { truncated: true }),
  });
}

/** The alphabet of Kubernetes' generated names: no vowels, no look-alikes. */
const deploymentPod = /^(.+)-[0-9bcdfghjklmnpqrstvwxz]{5,10}-([0-9bcdfghjklmnpqrstvwxz]{5})$/;

/** A pod's name without its replica set's hash: `checkout-7d9c5b6f4-x2k4p` is `checkout-x2k4p`. */
export function shortPod(replica: string): string {
  const match = deploymentPod.exec(replica);
  return match ? `${match[1]}-${match[2]}` : replica;
}

/** How large a text is, for a reader: `12,4 kB` in their locale. UTF-8 bytes. */
export function formatSize(text: string, locale: string): string {
  const bytes = new TextEncoder().encode(text).length;
  const [value, unit] =
    bytes < 1_000
      ? [bytes, "byte"]
      : bytes < 1_000_000
        ? [bytes / 1_000, "kilobyte"]
        : [bytes / 1_000_000, "megabyte"];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: String(unit),
    maximumFractionDigits: 1,
  }).format(Number(value));
}
