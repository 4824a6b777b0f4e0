/** Prometheus' text exposition format, version 0.0.4. */

export type FamilyType = "counter" | "gauge" | "histogram";

/** A family's samples, in the order they will be written. */
export class Family {
  readonly #lines: string[] = [];

  constructor(
    readonly name: string,
    readonly type: FamilyType,
    readonly help?: string,
  ) {}

  get empty(): boolean {
    return this.#lines.length === 0;
  }

  /**
   * @param labels the text between the braces, as `labels()` makes it
   * @param at the sample's own time in epoch milliseconds, where the source says when it looked
   * @param suffix of a histogram's series: `_bucket`, `_sum`, `_count`
   */
  add(labels: string, value: number, at?: number, suffix = ""): void {
    const time = at === undefined ? "" : ` ${at}`;
    this.#lines.push(`${this.name}${suffix}{${labels}} ${value}${time}\n`);
  }

  /** Envoy writes no HELP and a blank line after each family; the Go exporters do neither. */
  render(style: "envoy" | "go"): string {
    const help = this.help === undefined ? "" : `# HELP ${this.name} ${this.help}\n`;
    const text = `${help}# TYPE ${this.name} ${this.type}\n${this.#lines.join("")}`;
    return style === "envoy" ? `${text}\n` : text;
  }
}

/** The families that a page is wanted with; all when undefined. A reader of history asks for what it keeps. */
export type Wanted = ReadonlySet<string> | undefined;

export function render(families: readonly Family[], style: "envoy" | "go", wanted: Wanted): string {
  return families
    .filter((family) => !family.empty && (!wanted || wanted.has(family.name)))
    .map((family) => family.render(style))
    .join("");
}

/** Label pairs with their values escaped, in the order given. */
export function labels(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}="${escapeValue(value)}"`)
    .join(",");
}

function escapeValue(value: string): string {
  return /["\\\n]/.test(value)
    ? value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")
    : value;
}
