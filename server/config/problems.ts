/** One thing that is wrong with the configuration. Never holds the value itself: it may be a secret. */
export interface ConfigProblem {
  /** The file's path, or `environment`. */
  readonly source: string;
  /** Where in it: `regions[0].metrics.url`, or the variable's name. Empty for the whole. */
  readonly key: string;
  /** The line in the file, from 1, where there is one. */
  readonly line?: number;
  /** What is wrong: completes "`key` …". */
  readonly wrong: string;
  /** What would be right. */
  readonly right?: string;
}

/** The configuration cannot be used. The message lists every problem, ready to be printed. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(describeProblems(problems));
  }
}

/** A readable list: a heading with the count, two lines a problem. */
function describeProblems(problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`Stardeck's configuration has ${count}:`, ...problems.map(describeProblem)].join("\n");
}

function describeProblem({ source, key, line, wrong, right }: ConfigProblem): string {
  const where = line === undefined ? source : `${source}:${line}`;
  const what = key === "" ? wrong : `${key} ${wrong}`;
  return right === undefined ? `  ${where}  ${what}` : `  ${where}  ${what}\n      right: ${right}`;
}

/** `["regions", 0, "id"]` → `regions[0].id`. */
export function formatKey(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (key, part) =>
      typeof part === "number" ? `${key}[${part}]` : key === "" ? String(part) : `${key}.${String(part)}`,
    "",
  );
}
