import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import type { z } from "zod";
import { describeIssues, type Path } from "./issues";
import { type ConfigProblem, formatKey } from "./problems";

export interface YamlFile<T> {
  /** Present only when there is no problem. */
  readonly value?: T;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads YAML text by a schema and tells every problem at once, with its line. `${NAME}` in a value is taken from
 * `environment`, always as text, so that a password like `1e5` stays what it is; `$${` stands for `${`.
 */
export function readYaml<S extends z.ZodType>(
  text: string,
  options: {
    schema: S;
    source: string;
    /** Without it, `${NAME}` is not special. */
    environment?: Readonly<Record<string, string | undefined>>;
    /** Further checks over the raw values, for what one schema node cannot see. */
    crossChecks?: (raw: unknown) => { path: Path; wrong: string; right: string }[];
  },
): YamlFile<z.output<S>> {
  const { schema, source, environment } = options;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors.map((error) => ({
    source,
    key: "",
    line: lines.linePos(error.pos[0]).line,
    wrong: `is not valid YAML: ${error.message}`,
  }));
  // After a syntax error the rest is guesswork; after a key given twice it is not.
  if (document.errors.some((error) => error.code !== "DUPLICATE_KEY")) return { problems: syntax };

  const at = (path: Path) => ({ source, key: formatKey(path), line: lineOf(document, path, lines) });
  const missing = environment ? interpolate(document, environment) : [];
  const raw: unknown = document.toJS();
  const parsed = schema.safeParse(raw);
  const told = new Set(missing.map(({ path }) => formatKey(path)));
  const found = [
    ...(parsed.success ? [] : describeIssues(schema, raw, parsed.error.issues)),
    ...(options.crossChecks?.(raw) ?? []),
  ].filter(({ path }) => !told.has(formatKey(path)));
  const problems: ConfigProblem[] = [
    ...syntax,
    ...missing.map(({ path, name }) => ({
      ...at(path),
      wrong: `takes its value from the environment variable ${name}, which is not set`,
      right: `set ${name}, or write the value here`,
    })),
    ...found.map(({ path, wrong, right }) => ({ ...at(path), wrong, ...(right ? { right } : {}) })),
  ].sort((one, other) => one.line - other.line);
  return parsed.success && problems.length === 0 ? { value: parsed.data, problems } : { problems };
}

/** Fills in `${NAME}` in place; gives the places whose variable is not set. */
function interpolate(document: Document, environment: Readonly<Record<string, string | undefined>>) {
  const missing: { path: Path; name: string }[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === "key" || typeof node.value !== "string") return;
      node.value = node.value.replace(/(\$?)\$\{([^}]*)\}/g, (whole, escaping: string, name: string) => {
        if (escaping !== "") return whole.slice(1);
        const value = environment[name];
        if (value !== undefined && value !== "") return value;
        missing.push({ path: pathOf([...ancestors, node]), name: name === "" ? "without a name" : name });
        return whole;
      });
    },
  });
  return missing;
}

/** The path of the last of a chain of nodes, each the child of the one before. */
function pathOf(chain: readonly unknown[]): Path {
  const path: (string | number)[] = [];
  chain.forEach((node, index) => {
    const parent = chain[index - 1];
    if (isSeq(parent)) path.push(parent.items.indexOf(node));
    else if (isMap(parent)) path.push(keyText(parent.items.find((pair) => pair === node)?.key));
  });
  return path;
}

/** The line of a path's key, or of the nearest thing above it that is in the file. */
function lineOf(document: Document, path: Path, lines: LineCounter): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item.key) === String(part));
      if (!pair) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === "number") {
      node = node.items[part];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return lines.linePos(offset).line || 1;
}

const startOf = (node: unknown): number | undefined => (node as Partial<Node> | null | undefined)?.range?.[0];

const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key);
