import { readFile } from "node:fs/promises";
import { type ConfigProblem, config } from "../config";
import { logger } from "../log";
import { once } from "../process";
import type { Catalog } from "./caller";
import { fileCatalog, readCatalogFile } from "./file";
import { starbaseCatalog } from "./starbase";

export type { CallerCatalog, Catalog } from "./caller";

/** The catalog that the configuration names: one a process, with one memory. */
export function catalog(): Catalog {
  return once("catalog", () => {
    const { catalog: source, regions } = config();
    const shared = {
      regions: regions.map(({ id, name }) => ({ id, name })),
      now: () => Date.now(),
      report: (problem: string) => logger().warn({ problem }, "catalog"),
    };
    return source.kind === "starbase"
      ? starbaseCatalog({ ...shared, url: source.url })
      : fileCatalog({ ...shared, path: source.path, readFile: (path) => readFile(path, "utf8") });
  });
}

/** What is wrong with the catalog file that the configuration names, if it names one: to be told before listening. */
export async function catalogFileProblems(): Promise<readonly ConfigProblem[]> {
  const { catalog: source, regions } = config();
  if (source.kind !== "file") return [];
  const text = await readFile(source.path, "utf8").catch(() => undefined);
  if (text !== undefined) return readCatalogFile(text, source.path, regions).problems;
  const right = "a catalog: start from catalog.example.yaml";
  return [{ source: source.path, key: "", wrong: "does not exist or cannot be read", right }];
}
