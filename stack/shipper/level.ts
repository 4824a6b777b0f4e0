/** The levels of the log table. */
export type Level = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "unknown";

/** Names and numbers that loggers write, in lower case. Numbers are pino's and bunyan's. */
const names: Readonly<Record<Exclude<Level, "unknown">, readonly string[]>> = {
  trace: ["trace", "verbose", "finest", "finer", "10"],
  debug: ["debug", "dbg", "fine", "20"],
  info: ["info", "information", "informational", "notice", "log", "30"],
  warn: ["warn", "warning", "40"],
  error: ["error", "err", "severe", "50"],
  fatal: ["fatal", "critical", "crit", "panic", "dpanic", "alert", "emerg", "emergency", "60"],
};

const levelOf = new Map<string, Level>(
  Object.entries(names).flatMap(([level, spellings]) =>
    spellings.map((spelling): [string, Level] => [spelling, level as Level]),
  ),
);

/** A logger's own word or number for a level, in any case; `unknown` for what is none. */
export function namedLevel(name: string): Level {
  return levelOf.get(name.trim().toLowerCase()) ?? "unknown";
}

/** How far into a line its level is looked for, in characters. */
const headLength = 256;

// The patterns below use only what JavaScript's and Rust's engines share (no look-around), because vector.yaml has the
// same ones. What may stand before a level at the head of a line: times, bracketed groups, a zone, a separator.
const before = String.raw`^\s*(?:\[?\d[\w.,+]*[:/-][\w:.,/+-]*\]?\s+|\[[^\]]{0,80}\]\s*|(?:UTC|GMT)\s+|[DIWEFA],\s+|[-|]\s+){0,6}`;
const words = "TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|CRIT|CRITICAL|ALERT|EMERG|FATAL|PANIC|SEVERE";
const anyCase = words
  .split("|")
  .map((word) => word.replace(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`))
  .join("|");

const klog = /^([IWEF])\d{4} \d{2}:\d{2}:\d{2}\.\d+ /;
const klogLevels: Readonly<Record<string, Level>> = { I: "info", W: "warn", E: "error", F: "fatal" };

const patterns: readonly RegExp[] = [
  // level=error, lvl="warn", severity: not the word somewhere, but a key that says so
  /(?:^|[\s,{])(?:level|lvl|loglevel|severity)=["']?([A-Za-z]+|\d+)/,
  // [error], [core:error], after any times and groups
  new RegExp(String.raw`${before}\[(?:[a-z_0-9]+:)?(${anyCase})\]`),
  // ERROR …, 2026-11-23 22:00:00,123 [main] ERROR …, [2026-11-23T22:00:00Z ERROR app]
  new RegExp(String.raw`${before}(?:\[(?:\d[\w:.,/+-]*\s+)?)?(${words})(?:[\]\s:|,]|$)`),
  // error: …, panic: …, 2026-11-23T22:00:00Z<tab>info<tab>…
  new RegExp(String.raw`${before}(${anyCase})(?::\s|:$|\t|\|)`),
  // 2026-11-23 22:00:00,123 - app.module - ERROR - …, … | INFO     | …
  new RegExp(String.raw`\s[-|]\s+(${words})\s+[-|]\s`),
];

/**
 * The level that a line of plain text states about itself. Conservative: a line that merely mentions an error, a
 * stack trace's frame or an access log's line is `unknown`.
 * @param text without ANSI escapes
 */
export function textLevel(text: string): Level {
  const head = text.slice(0, headLength);
  const letter = klog.exec(head)?.[1];
  if (letter) return klogLevels[letter] ?? "unknown";
  for (const pattern of patterns) {
    const name = pattern.exec(head)?.[1];
    const level = name === undefined ? "unknown" : namedLevel(name);
    if (level !== "unknown") return level;
  }
  return "unknown";
}
