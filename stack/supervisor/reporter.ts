import { styleText } from "node:util";

type Tone = "dim" | "green" | "yellow" | "red" | "bold";

/** What the supervisor tells a person, one line at a time. */
export interface Reporter {
  /** A heading. */
  title(text: string): void;
  /** Something that happened to a component or a step, its name aligned. */
  step(name: string, text: string, tone?: Tone): void;
  line(text?: string): void;
}

/** Writes to a stream; in colour only where a person's terminal shows it. */
export function streamReporter(stream: NodeJS.WriteStream): Reporter {
  const paint = (tone: Tone, text: string) =>
    stream.isTTY && !process.env.NO_COLOR ? styleText(tone, text) : text;
  const line = (text = "") => {
    stream.write(`${text}\n`);
  };
  return {
    line,
    title: (text) => line(`\n${paint("bold", text)}`),
    step: (name, text, tone) => line(`  ${name.padEnd(24)} ${tone ? paint(tone, text) : text}`),
  };
}

/** 850 → `0.9 s`; 75,000 → `1 min 15 s`. */
export function formatElapsed(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Rows under a heading, their columns aligned. */
export function formatTable(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}
