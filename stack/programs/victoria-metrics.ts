import { join } from "node:path";
import { ExecaError, execa } from "execa";
import { unpackDebianPackage } from "./debian";
import { MissingProgram } from "./missing";
import { findOnPath, isExecutable } from "./search-path";

export const victoriaMetricsPrograms = [
  "victoria-metrics",
  "vmagent",
  "vmalert",
  "vmauth",
  "vmalert-tool",
] as const;
export type VictoriaMetricsProgram = (typeof victoriaMetricsPrograms)[number];
export type Programs = Readonly<Record<VictoriaMetricsProgram, string>>;

/** Older releases can't draw an honest dashboard: no `-rule.evalDelay`, no `latency_offset` per group. */
const oldestMinor = 112;
const oldest = `1.${oldestMinor}`;

/**
 * Absolute paths of VictoriaMetrics' programs, 1.112 or later: from `PATH`, else from Debian's archive, downloaded once.
 * Rejects with `MissingProgram`, whose message says what to install, where neither is to be had.
 */
export async function findPrograms(say: (line: string) => void = () => {}): Promise<Programs> {
  const installed = await onPath();
  if (installed && (await isRecent(installed))) return installed;

  let aptFailed: string | undefined;
  const root = await unpackDebianPackage("victoria-metrics", { megabytes: 41, say }).catch(
    (error: unknown) => {
      aptFailed = aptWords(error);
      return undefined;
    },
  );
  if (root) {
    const unpacked = programsIn(join(root, "usr", "bin"));
    const present = await Promise.all(Object.values(unpacked).map(isExecutable));
    if (present.every(Boolean) && (await isRecent(unpacked))) return unpacked;
  }
  const reason = installed
    ? `what is on PATH is older than ${oldest}`
    : `${oldest} or later was not found on PATH`;
  throw new MissingProgram(
    "VictoriaMetrics",
    aptFailed ? `${reason}, and Debian's could not be downloaded: ${aptFailed}` : reason,
    [
      "macOS:         brew install victoriametrics",
      "Debian 13:     apt-get install victoria-metrics",
      "other Linux:   put these five of the release archives victoria-metrics and vmutils on PATH:",
      `               ${victoriaMetricsPrograms.join(", ")} (with or without the suffix -prod)`,
    ],
  );
}

/** What apt itself says, without the command that was run; whatever is not apt's is thrown on. */
function aptWords(error: unknown): string {
  if (!(error instanceof ExecaError)) throw error;
  return typeof error.stderr === "string" && error.stderr !== "" ? error.stderr : error.shortMessage;
}

async function onPath(): Promise<Programs | undefined> {
  // The project's own release archives name their programs with a suffix.
  const find = (name: VictoriaMetricsProgram) => findOnPath([name, `${name}-prod`]);
  const found = await Promise.all(victoriaMetricsPrograms.map(find));
  return found.every((path) => path !== undefined) ? byName(found) : undefined;
}

const programsIn = (directory: string): Programs =>
  byName(victoriaMetricsPrograms.map((name) => join(directory, name)));

function byName(inOrder: readonly string[]): Programs {
  const [store = "", agent = "", alert = "", auth = "", tool = ""] = inOrder;
  return { "victoria-metrics": store, vmagent: agent, vmalert: alert, vmauth: auth, "vmalert-tool": tool };
}

async function isRecent(programs: Programs): Promise<boolean> {
  const { stdout } = await execa(programs["victoria-metrics"], ["-version"], { reject: false, all: false });
  const version = /v(\d+)\.(\d+)\.\d+/.exec(stdout);
  if (version) return Number(version[1]) > 1 || Number(version[2]) >= oldestMinor;
  // Debian's builds print an empty version: what they can do tells.
  const [alert, auth] = await Promise.all([help(programs.vmalert), help(programs.vmauth)]);
  return alert.includes("-rule.evalDelay") && auth.includes("-httpInternalListenAddr");
}

async function help(program: string): Promise<string> {
  const { all } = await execa(program, ["-help"], { reject: false, all: true });
  return all;
}
