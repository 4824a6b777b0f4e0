import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "@bpinternal/verel";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { repository } from "../layout";
import { type CriRecord, PartialLines, parseCriLine } from "./cri";
import { lineId } from "./line-id";
import { type Source, transform } from "./transform";

/** The table of cases holds the shipper and the shipped Vector configuration to the same rows: both are run here. */

const pipeline = (file: string) => readFileSync(join(repository, "pipeline", "logs", file), "utf8");
const labels = z.record(z.string(), z.string());
const table = z
  .object({
    now: z.iso.datetime(),
    source: z.object({
      containerId: z.string(),
      container: z.string(),
      pod: z.string(),
      node: z.string(),
      labels,
    }),
    retentionDays: z.number(),
    cases: z.array(
      z.object({
        name: z.string(),
        text: z.string().optional(),
        lines: z.array(z.string()).optional(),
        base64: z.string().optional(),
        repeat: z.object({ text: z.string(), times: z.number() }).optional(),
        labels: labels.optional(),
        retentionDays: z.number().optional(),
        /** How many records the lines make, where it is not one; the last is looked at. */
        rows: z.number().optional(),
        row: z.record(z.string(), z.unknown()).optional(),
        unrouted: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(JSON.parse(pipeline("cases.json")));
type Case = (typeof table.cases)[number];

function linesOf(each: Case): Buffer[] {
  if (each.base64) return [Buffer.from(each.base64, "base64")];
  if (each.lines) return each.lines.map((line) => Buffer.from(line));
  const text = each.repeat ? each.repeat.text.repeat(each.repeat.times) : (each.text ?? "");
  return [Buffer.from(`2026-11-23T21:59:58.123456789Z stdout F ${text}`)];
}

function recordOf(each: Case): CriRecord {
  const partial = new PartialLines();
  const records = linesOf(each).flatMap((line) => partial.push(parseCriLine(line)) ?? []);
  expect(records).toHaveLength(each.rows ?? 1);
  const last = records.at(-1);
  if (!last) throw new Error(`${each.name}: no record`);
  return last;
}

const sourceOf = (each: Case): Source => ({ ...table.source, labels: each.labels ?? table.source.labels });

const made = (each: Case) =>
  transform(recordOf(each), sourceOf(each), {
    retentionDays: () => each.retentionDays ?? table.retentionDays,
    now: Date.parse(table.now),
  });

describe("the shipper's transformation", () => {
  test.each(table.cases)("$name", (each) => {
    const result = made(each);
    if (each.unrouted) {
      expect(result).toEqual({ unrouted: each.unrouted });
      return;
    }
    if (!("row" in result)) throw new Error("unrouted");
    const { messageLength, ...columns } = each.row ?? {};
    const { attrs, ...others } = columns;
    expect(normalTime({ ...result.row })).toMatchObject(normalTime(others));
    if (attrs !== undefined) expect(result.row.attrs).toEqual(attrs);
    if (messageLength !== undefined) expect(result.row.message).toHaveLength(Number(messageLength));
  });
});

/**
 * `normalize` of vector.yaml, with what only Vector has put in: its clock, its table of plans, and the hash that this
 * build of the language lacks (its own tests are below).
 */
function vectorSource(): string {
  const file = z
    .object({ transforms: z.object({ normalize: z.object({ source: z.string() }) }) })
    .parse(parse(pipeline("vector.yaml")));
  const source = file.transforms.normalize.source
    .replaceAll("now()", `t'${table.now}'`)
    .replace(/get_enrichment_table_record\("plans".*?\}\)/, "object(.plan)")
    .replace(/xxhash\(.*?variant: "XXH3-64"\)/, "length(container_id)");
  expect(source).not.toMatch(/get_enrichment|xxhash/);
  return source;
}

/** What Fluent Bit would send of the same record. */
const eventOf = (each: Case, { raw, stream, time }: CriRecord) => {
  const { containerId, container, pod, node } = table.source;
  return {
    tag: "kube.var.log.containers.x",
    log: raw.toString("utf8"),
    // The parser leaves the fields out of a line that it does not match.
    ...(time !== "" && { time, stream }),
    plan: { retention_days: each.retentionDays ?? table.retentionDays },
    kubernetes: {
      docker_id: containerId,
      container_name: container,
      pod_name: pod,
      host: node,
      labels: sourceOf(each).labels,
    },
  };
};

const rowColumns = z.record(z.string(), z.unknown());

describe("vector.yaml makes the same rows", () => {
  // Bytes that are not UTF-8 cannot be handed over from here.
  test.each(table.cases.filter(({ base64 }) => !base64))("$name", (each) => {
    const result = made(each);
    const run = () => rowColumns.parse(execute(vectorSource(), eventOf(each, recordOf(each))).event);
    if ("unrouted" in result) expect(run).toThrow(result.unrouted.reason);
    else expect(normalTime(run())).toEqual(normalTime({ ...result.row, line_id: expect.any(Number) }));
  });
});

/** The same instant in the same words: trailing zeros of a fraction say nothing. */
function normalTime(columns: Record<string, unknown>): Record<string, unknown> {
  const { ts } = columns;
  if (typeof ts !== "string") return columns;
  const [, seconds, fraction = ""] = /^(.{19})(?:\.(\d+))?Z$/.exec(ts) ?? [];
  return { ...columns, ts: `${seconds}.${fraction.padEnd(9, "0")}Z` };
}

test("a line's identity is XXH3-64, signed, of container, stream, time and bytes", () => {
  // The expected numbers are ClickHouse's: SELECT reinterpretAsInt64(xxh3('c|stdout|t|raw'))
  expect(lineId("", "", "", Buffer.from(""))).toBe("5003479914110023177");
  expect(lineId("c", "stdout", "t", Buffer.from("raw"))).toBe("-1193440007695419358");
  expect(lineId("3f", "stderr", "2026-11-23T21:59:58.1Z", Buffer.from("ünï"))).toBe("-3077521414758350112");
});
