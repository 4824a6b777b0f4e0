import type { Labels } from "./metrics-relabel";
import { type Job, storedLabels } from "./metrics-scrape-config";

/** Samples of one stored series; times in epoch milliseconds. */
export interface Series {
  readonly metric: Labels;
  readonly values: number[];
  readonly timestamps: number[];
}

/**
 * Scrapes pages of one target at chosen instants, as vmagent does live: parses, relabels by the job's own rules, takes
 * the source's timestamps where the job honours them, and adds `up`. What it has gathered is taken out by `drain`.
 */
export class TargetHistory {
  /** What is before a row's value, and the series it goes to; null where the rules drop it. */
  readonly #rows = new Map<string, Series | null>();
  readonly #up: Series;

  constructor(
    private readonly job: Job,
    private readonly target: Labels,
    private readonly external: Labels,
  ) {
    this.#up = { metric: { __name__: "up", ...target, ...external }, values: [], timestamps: [] };
  }

  /** @param page Prometheus text; undefined or empty for a target that did not answer. */
  scrape(page: string | undefined, at: number): void {
    this.#up.values.push(page ? 1 : 0);
    this.#up.timestamps.push(at);
    if (!page) return;
    for (let start = 0; start < page.length; ) {
      const newline = page.indexOf("\n", start);
      const end = newline === -1 ? page.length : newline;
      if (end > start && page[start] !== "#") this.#row(page.slice(start, end), at);
      start = end + 1;
    }
  }

  *drain(): Generator<Series> {
    for (const series of [this.#up, ...this.#rows.values()]) {
      if (!series || series.values.length === 0) continue;
      yield { ...series, values: series.values.splice(0), timestamps: series.timestamps.splice(0) };
    }
  }

  #row(line: string, at: number): void {
    const brace = line.lastIndexOf("}");
    const labelled = brace === -1 ? line.indexOf(" ") : brace + 1;
    const key = line.slice(0, labelled);
    let series = this.#rows.get(key);
    if (series === undefined) {
      const metric = storedLabels(this.job, this.target, this.external, parseSeries(key));
      series = metric ? { metric, values: [], timestamps: [] } : null;
      this.#rows.set(key, series);
    }
    if (!series) return;
    const [value = "", own] = line.slice(labelled + 1).split(" ");
    series.values.push(Number(value));
    series.timestamps.push(own !== undefined && this.job.honor_timestamps ? Number(own) : at);
  }
}

const pair = /([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
const escapes: Readonly<Record<string, string>> = { "\\n": "\n", '\\"': '"', "\\\\": "\\" };

/** `name{label="value",…}` of the text format. */
function parseSeries(text: string): Labels {
  const brace = text.indexOf("{");
  const labels: Record<string, string> = { __name__: brace === -1 ? text : text.slice(0, brace) };
  if (brace === -1) return labels;
  for (const [, name = "", value = ""] of text.slice(brace).matchAll(pair)) {
    labels[name] = value.replaceAll(/\\./g, (sequence) => escapes[sequence] ?? sequence);
  }
  return labels;
}
