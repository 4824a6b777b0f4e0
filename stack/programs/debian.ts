import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { execa } from "execa";
import { paths, repository } from "../layout";
import { findOnPath, isExecutable } from "./search-path";

/** Debian 13: the first suite whose VictoriaMetrics is new enough. Its programs also run on Debian 12. */
const suite = "trixie";
/** Debian's own keys are on every Debian machine; its archive's signatures are checked with them. */
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

interface UnpackOptions {
  /** For the person who waits: roughly how much is downloaded. */
  readonly megabytes: number;
  readonly say: (line: string) => void;
}

/**
 * Unpacks a package of Debian's archive under `.stardeck/bin`, once, and returns the directory that stands for
 * `/` in it. The machine's own sources, lists and packages are left alone, and root is not needed: apt works with
 * private directories and nothing is installed (so no service starts). Returns undefined where apt or Debian's
 * archive is not to be had. Rejects when apt itself fails.
 */
export async function unpackDebianPackage(name: string, options: UnpackOptions): Promise<string | undefined> {
  const root = join(paths.bin, name);
  if (await isExecutable(root)) return root;
  const archive = await debianArchive();
  if (!archive) return undefined;

  options.say(
    `Downloading ${name} from Debian 13 (${suite}), about ${options.megabytes} MB, into ${relative(repository, root) || root}`,
  );
  const work = join(paths.bin, `.unpacking-${name}-${process.pid}`);
  await rm(work, { recursive: true, force: true });
  try {
    const file = await download(name, archive, work);
    await execa("dpkg", ["-x", file, join(work, "root")]);
    await rename(join(work, "root"), root).catch((error: unknown) => {
      // Another checkout's command that shares this state directory may have been faster: its result is as good.
      if (!isNotEmpty(error)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return root;
}

async function download(name: string, archive: string, work: string): Promise<string> {
  const lists = join(work, "lists");
  const cache = join(work, "cache");
  await mkdir(join(lists, "partial"), { recursive: true });
  await mkdir(join(cache, "archives", "partial"), { recursive: true });
  const sources = join(work, "sources.list");
  await writeFile(sources, `deb [signed-by=${keyring}] ${archive} ${suite} main\n`);
  const privately = [
    "-q",
    ...["-o", `Dir::Etc::sourcelist=${sources}`],
    ...["-o", "Dir::Etc::sourceparts=/dev/null"],
    ...["-o", `Dir::State::Lists=${lists}`],
    ...["-o", `Dir::Cache=${cache}`],
    ...["-o", "Acquire::Languages=none"],
    ...["-o", "Acquire::Retries=3"],
    // Root's downloads are otherwise handed to the user _apt, who may not write into this directory.
    ...["-o", "APT::Sandbox::User="],
  ];
  // Otherwise an archive that can't be reached is a warning, and the package one that does not exist.
  await execa("apt-get", [...privately, "-o", "APT::Update::Error-Mode=any", "update"], { cwd: work });
  await execa("apt-get", [...privately, "download", name], { cwd: work });
  const file = (await readdir(work)).find((entry) => entry.endsWith(".deb"));
  if (!file) throw new Error(`apt-get download ${name} left no package in ${work}`);
  return join(work, file);
}

/** The address of Debian's archive as this machine's own sources name it, so that a mirror or a proxy is honoured. */
async function debianArchive(): Promise<string | undefined> {
  const [aptGet, dpkg] = await Promise.all([findOnPath(["apt-get"]), findOnPath(["dpkg"])]);
  if (!aptGet || !dpkg) return undefined;
  const { stdout } = await execa(aptGet, [
    "indextargets",
    "--format",
    "$(ORIGIN)|$(CODENAME)|$(REPO_URI)",
    "Created-By: Packages",
  ]);
  const targets = stdout.split("\n").map((line) => line.split("|"));
  // The security and backports archives are elsewhere or hold other suites.
  const main = targets.find(([origin, codename]) => origin === "Debian" && /^[a-z]+$/.test(codename ?? ""));
  return main?.[2];
}

const isNotEmpty = (error: unknown) =>
  error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST");
