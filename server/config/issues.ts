import { z } from "zod";

export type Path = readonly (string | number)[];

export interface SchemaProblem {
  readonly path: Path;
  readonly wrong: string;
  readonly right?: string;
}

/** Turns zod's issues into words, with the schema's own descriptions as what would be right. */
export function describeIssues(
  schema: z.ZodType,
  raw: unknown,
  issues: readonly z.core.$ZodIssue[],
): SchemaProblem[] {
  return issues.flatMap((issue): SchemaProblem[] => {
    const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknownKey(schema, path, key));
    }
    const right = descriptionAt(schema, path);
    return [{ path, wrong: wordsFor(issue, valueAt(raw, path)), ...(right ? { right } : {}) }];
  });
}

function wordsFor(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code !== "invalid_type" && issue.code !== "invalid_value") return issue.message;
  if (value === undefined) return "is missing";
  if (value === null) return "has no value";
  if (issue.code === "invalid_value") return issue.message;
  const expected = {
    string: "text",
    array: "a list",
    object: "a group of keys",
    number: "a number",
  } as const;
  const wanted = Object.hasOwn(expected, issue.expected)
    ? expected[issue.expected as keyof typeof expected]
    : issue.expected;
  return issue.message.startsWith("is ") ? issue.message : `is not ${wanted}`;
}

function unknownKey(schema: z.ZodType, parent: Path, key: string): SchemaProblem {
  const node = chainOf(nodeAt(schema, parent) ?? schema).at(-1);
  const known = node instanceof z.ZodObject ? Object.keys(node.shape) : [];
  const nearest = nearestKey(key, known);
  return {
    path: [...parent, key],
    wrong: "is not a key that Stardeck knows here",
    right: nearest ? `${nearest}, perhaps?` : `one of ${known.join(", ")}`,
  };
}

/** The schema that a path leads to. */
function nodeAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let node: z.ZodType | undefined = schema;
  for (const part of path) {
    const inner: z.ZodType | undefined = node && chainOf(node).at(-1);
    if (inner instanceof z.ZodObject) node = inner.shape[String(part)];
    else if (inner instanceof z.ZodArray && inner.element instanceof z.ZodType) node = inner.element;
    else return undefined;
  }
  return node;
}

/** A schema and what it wraps (a default, a prefault, an optional), outermost first. */
function chainOf(node: z.ZodType): z.ZodType[] {
  if (node instanceof z.ZodOptional || node instanceof z.ZodDefault || node instanceof z.ZodPrefault) {
    const inner = node.unwrap();
    if (inner instanceof z.ZodType) return [node, ...chainOf(inner)];
  }
  return [node];
}

function descriptionAt(schema: z.ZodType, path: Path): string | undefined {
  const node = nodeAt(schema, path);
  return node && chainOf(node).find((layer) => layer.description)?.description;
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, part)
        ? Object.getOwnPropertyDescriptor(value, part)?.value
        : undefined,
    raw,
  );
}

/** The known key that is fewest edits away, if few enough to be a slip. */
function nearestKey(key: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, edits: editDistance(key.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  const best = ranked[0];
  return best && best.edits <= Math.max(2, Math.floor(key.length / 3)) ? best.candidate : undefined;
}

/** Levenshtein's distance. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
