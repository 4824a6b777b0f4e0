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

// The patterns below are those of vector.yaml, so they use only what JavaScript's and Rust's engines understand alike: no
// look-around, and no \s, \w, \d or \b, which mean more characters there.

/** What may stand before a level at the head of a line: times, bracketed groups, a zone, a separator. */
const before = String.raw`^[ \t]*(?:\[?[0-9][0-9A-Za-z_.,+]*[:/-][0-9A-Za-z_:.,/+-]*\]?[ \t]+|\[[^\]]{0,80}\][ \t]*|(?:UTC|GMT)[ \t]+|[DIWEFA],[ \t]+|[-|][ \t]+){0,6}`;
const words = "TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|CRIT|CRITICAL|ALERT|EMERG|FATAL|PANIC|SEVERE";
const anyCase = words.replace(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`);

const klog = /^([IWEF])[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]+ /;
const klogLevels: Readonly<Record<string, Level>> = { I: "info", W: "warn", E: "error", F: "fatal" };

const patterns: readonly RegExp[] = [
  // level=error, lvl="warn", severity=: not the word somewhere, but a key that says so
  /(?:^|[ \t,{])(?:level|lvl|loglevel|severity)=["']?([A-Za-z]+|[0-9]+)/,
  // [error], [core:error], after any times and groups
  new RegExp(String.raw`${before}\[(?:[a-z_0-9]+:)?(${anyCase})\]`),
  // ERROR …, 2026-11-23 22:00:00,123 [main] ERROR …, [2026-11-23T22:00:00Z ERROR app]
  new RegExp(String.raw`${before}(?:\[(?:[0-9][0-9A-Za-z_:.,/+-]*[ \t]+)?)?(${words})(?:[\] \t:|,]|$)`),
  // error: …, panic: …, 2026-11-23T22:00:00Z<tab>info<tab>…
  new RegExp(String.raw`${before}(${anyCase})(?::[ \t]|:$|\t|\|)`),
  // 2026-11-23 22:00:00,123 - app.module - ERROR - …, … | INFO     | …
  new RegExp(String.raw`[ \t][-|][ \t]+(${words})[ \t]+[-|][ \t]`),
];

/**
 * The level that a line of plain text states about itself. Conservative: a line that merely mentions an error, a
 * stack trace's frame or an access log's line is `unknown`.
 * @param head the line's first 256 characters, without ANSI escapes
 */
export function textLevel(head: string): Level {
  const letter = klog.exec(head)?.[1];
  if (letter) return klogLevels[letter] ?? "unknown";
  for (const pattern of patterns) {
    const name = pattern.exec(head)?.[1];
    const level = name === undefined ? "unknown" : namedLevel(name);
    if (level !== "unknown") return level;
  }
  return "unknown";
}
