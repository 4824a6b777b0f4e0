import { readFile } from "node:fs/promises";
import { config } from "../config";
import { logger } from "../log";
import { once } from "../process";
import type { Catalog } from "./caller";
import { fileCatalog } from "./file";
import { starbaseCatalog } from "./starbase";

export type {
  Caller,
  CallerCatalog,
  Catalog,
  CatalogEnvironment,
  CatalogProject,
  CatalogRegion,
  CatalogService,
} from "./caller";

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
