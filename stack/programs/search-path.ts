import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The first of `names` that is an executable file in a directory of `PATH`, or undefined. */
export async function findOnPath(names: readonly string[]): Promise<string | undefined> {
  const directories = (process.env.PATH ?? "").split(delimiter).filter((directory) => directory !== "");
  for (const name of names) {
    const found = await findIn(directories, name);
    if (found) return found;
  }
  return undefined;
}

async function findIn(directories: readonly string[], name: string): Promise<string | undefined> {
  for (const directory of directories) {
    const candidate = join(directory, name);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

export const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
