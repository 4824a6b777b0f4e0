import type { Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hasCode } from "../files";
import { tenantNamespace } from "./layout";
import type { PodName } from "./pods";

/** A container's log file: the one being written, or one that rotation renamed. */
export interface LogFile {
  /** Device and inode: what stays the same when rotation renames the file. */
  readonly key: string;
  readonly path: string;
  readonly size: number;
  readonly node: string;
  readonly container: string;
  readonly containerId: string;
  readonly pod: PodName;
}

/** `<pod>_<namespace>_<container>-<container id>.log` */
const linkName = /^([a-z0-9.-]+)_([a-z0-9-]+)_([a-z0-9-]+)-([0-9a-f]{12,64})\.log$/;
/** `<namespace>_<pod>_<uid>`, the kubelet's directory of a pod's logs. */
const podDirectory = /^[^_]+_[^_]+_([0-9a-f-]{32,36})$/;

/**
 * Every tenant's log file under `<nodes>/<node>/var/log/containers`, rotated ones (not the compressed) included. What
 * vanishes while it is looked at is left out.
 */
export async function discover(nodesDirectory: string): Promise<LogFile[]> {
  const found = await Promise.all(
    (await nodesOf(nodesDirectory)).map((node) => onNode(nodesDirectory, node)),
  );
  return found.flat();
}

/** The nodes that have a directory: also what the shipper sends heartbeats for. */
export const nodesOf = (nodesDirectory: string): Promise<string[]> => entries(nodesDirectory);

async function onNode(nodesDirectory: string, node: string): Promise<LogFile[]> {
  const containers = join(nodesDirectory, node, "var", "log", "containers");
  const files = (await entries(containers)).map(async (name) => {
    const [, pod, namespace, container, containerId] = linkName.exec(name) ?? [];
    if (!pod || !namespace || !container || !containerId || !tenantNamespace.test(namespace)) return [];
    const target = await orUndefined(realpath(join(containers, name)));
    if (!target) return [];
    const uid = podDirectory.exec(basename(dirname(dirname(target))))?.[1];
    const rotated = await rotationsOf(target);
    const stats = await Promise.all([target, ...rotated].map((path) => logFile(path)));
    return stats.flatMap((file) =>
      file ? [{ ...file, node, container, containerId, pod: { namespace, pod, ...(uid && { uid }) } }] : [],
    );
  });
  return (await Promise.all(files)).flat();
}

/** `0.log.20261123-220000` beside `0.log`, oldest first; the kubelet compresses older ones, which were read long ago. */
async function rotationsOf(path: string): Promise<string[]> {
  const prefix = `${basename(path)}.`;
  const names = (await entries(dirname(path))).filter(
    (name) => name.startsWith(prefix) && !/\.(gz|tmp)$/.test(name),
  );
  return names.map((name) => join(dirname(path), name));
}

async function logFile(path: string): Promise<Pick<LogFile, "key" | "path" | "size"> | undefined> {
  const found: Stats | undefined = await orUndefined(stat(path));
  return found?.isFile() ? { key: `${found.dev}:${found.ino}`, path, size: found.size } : undefined;
}

const entries = async (directory: string): Promise<string[]> =>
  ((await orUndefined(readdir(directory))) ?? []).sort();

/** Undefined for what is not there; every other failure is one. */
async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
