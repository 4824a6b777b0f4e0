import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { findPrograms } from "@/stack/programs/victoria-metrics";

export type Labels = Readonly<Record<string, string>>;

/** A scraped series and its samples, one every 15 s from 0 s on, in `vmalert-tool`'s notation: `0+150x20 _x2 5x3`. */
export interface InputSeries {
  readonly name: string;
  readonly labels: Labels;
  readonly values: string;
}

/** What a MetricsQL expression must answer at an instant (`3m45s`); no rows means that nothing may be there. */
export interface Expectation {
  readonly at: string;
  readonly expr: string;
  readonly rows: readonly { readonly name?: string; readonly labels: Labels; readonly value: number }[];
}

/**
 * Runs the region's own rules over scraped series with `vmalert-tool unittest`, evaluated every 15 s.
 * Rejects with what was expected and what came where they differ.
 */
export async function testRules(
  input: readonly InputSeries[],
  expectations: readonly Expectation[],
): Promise<void> {
  const { "vmalert-tool": tool } = await findPrograms();
  const directory = await mkdtemp(join(tmpdir(), "stardeck-rules-"));
  try {
    const file = join(directory, "case.yml");
    // JSON is YAML.
    await writeFile(file, JSON.stringify(unitTest(input, expectations)));
    const [command = tool, ...args] = [...(await isolation()), tool, "unittest", `--files=${file}`];
    // The tool keeps its storage in a fixed folder under TMPDIR.
    const { exitCode, all } = await execa(command, args, {
      all: true,
      reject: false,
      env: { TMPDIR: directory },
    });
    if (exitCode !== 0) throw new Error(all);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function unitTest(input: readonly InputSeries[], expectations: readonly Expectation[]) {
  return {
    rule_files: [join(import.meta.dirname, "rules", "*.yml")],
    evaluation_interval: "15s",
    tests: [
      {
        name: "case",
        interval: "15s",
        input_series: input.map(({ name, labels, values }) => ({ series: selector(name, labels), values })),
        metricsql_expr_test: expectations.map(({ at, expr, rows }) => ({
          expr,
          eval_time: at,
          exp_samples: rows.map(({ name = "", labels, value }) => ({
            labels: selector(name, labels),
            value,
          })),
        })),
      },
    ],
  };
}

function selector(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(",")}}`;
}

let isolated: Promise<readonly string[]> | undefined;

/**
 * The tool listens on every interface, always on port 8880: where the machine allows, each run gets a network of its
 * own. Elsewhere it runs as it is, and the port must be free (the tests run one after the other).
 */
function isolation(): Promise<readonly string[]> {
  const prefix = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
  isolated ??= execa("unshare", [...prefix.slice(1), "true"], { reject: false }).then((probe) =>
    probe.failed ? [] : prefix,
  );
  return isolated;
}
