import { dirname, resolve } from "node:path";
import { parseDuration } from "./durations";
import { configPathFrom, type Environment, readEnvironment } from "./environment";
import type { Path } from "./issues";
import type { ConfigProblem } from "./problems";
import { type FileConfig, fileSchema } from "./schema";
import { readYaml } from "./yaml-file";

/** Where the catalog comes from; a file's path is absolute. */
type CatalogSource =
  | { readonly kind: "starbase"; readonly url: string }
  | { readonly kind: "file"; readonly path: string };

/** Everything that is configured: durations in milliseconds, URLs without a trailing slash. */
export interface Config extends Omit<FileConfig, "catalog"> {
  readonly catalog: CatalogSource;
  readonly environment: Environment;
}

type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads environment and file and tells every problem of both at once. Pure but for `readFile`, which gives a
 * file's text or throws.
 */
export function loadConfig(
  variables: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): ConfigResult {
  const environment = readEnvironment(variables);
  const path = resolve(configPathFrom(variables));
  const file = readConfigFile(path, variables, readFile);
  const problems = [...environment.problems, ...file.problems];
  if (problems.length > 0 || !environment.value || !file.value) return { ok: false, problems };
  const { catalog, ...rest } = file.value;
  return {
    ok: true,
    config: { ...rest, catalog: catalogSource(catalog, dirname(path)), environment: environment.value },
  };
}

function readConfigFile(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
) {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const reason =
      error instanceof Error && "code" in error && error.code === "ENOENT"
        ? "does not exist"
        : "cannot be read";
    return {
      problems: [
        {
          source: path,
          key: "",
          wrong: reason,
          right: "a configuration: start from stardeck.config.example.yaml, or set STARDECK_CONFIG",
        },
      ],
    };
  }
  return readYaml(text, { schema: fileSchema, source: path, environment, crossChecks });
}

function catalogSource(catalog: FileConfig["catalog"], directory: string): CatalogSource {
  if (catalog.starbase !== undefined) return { kind: "starbase", url: catalog.starbase };
  return { kind: "file", path: resolve(directory, catalog.file ?? "catalog.yaml") };
}

/**
 * What one value alone cannot be wrong about. Over raw values, so that other problems do not hide these; whatever
 * has the wrong type is the schema's to tell.
 */
function crossChecks(raw: unknown): { path: Path; wrong: string; right: string }[] {
  const problems: { path: Path; wrong: string; right: string }[] = [];
  const catalog = group(raw, "catalog");
  if (catalog && "starbase" in catalog === "file" in catalog) {
    problems.push({
      path: ["catalog"],
      wrong:
        "starbase" in catalog ? "names both `starbase` and `file`" : "names neither `starbase` nor `file`",
      right: "`starbase: <url>` or `file: <path>`, exactly one",
    });
  }
  const first = new Map<unknown, number>();
  const regions = group(raw)?.regions;
  for (const [index, region] of (Array.isArray(regions) ? regions : []).entries()) {
    const id = group(region)?.id;
    if (typeof id !== "string") continue;
    const before = first.get(id);
    if (before === undefined) first.set(id, index);
    else {
      const wrong = `is the id of regions[${before}] too`;
      problems.push({ path: ["regions", index, "id"], wrong, right: "an id of its own for each region" });
    }
  }
  const order = (parent: Path, smaller: string, larger: string, fallbacks: [string, string]) => {
    const values = parent.reduce<unknown>((value, part) => group(value)?.[part], raw);
    const [low, high] = [group(values)?.[smaller] ?? fallbacks[0], group(values)?.[larger] ?? fallbacks[1]];
    if (typeof low !== "string" || typeof high !== "string" || !(parseDuration(low) > parseDuration(high)))
      return;
    // The key that is in the file is the one to point at: the other may be a default.
    const key = group(values)?.[larger] === undefined ? smaller : larger;
    const wrong =
      key === larger ? `is shorter than ${smaller} (${low})` : `is longer than ${larger} (${high})`;
    problems.push({ path: [...parent, key], wrong, right: `${smaller} at most as long as ${larger}` });
  };
  order(["freshness"], "delayedAfter", "staleAfter", ["60s", "120s"]);
  order(["auth", "lifetimes"], "idle", "absolute", ["2h", "12h"]);
  return problems;
}

/** A group of keys, or the one named `key` in it; undefined for anything else. */
function group(value: unknown, key?: string): Record<string, unknown> | undefined {
  const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isGroup) return undefined;
  const found = value as Record<string, unknown>;
  return key === undefined ? found : group(found[key]);
}
