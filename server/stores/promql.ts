import { type Signal, seriesName } from "@/lib/signals";
import type { ProjectScope } from "../scope/capabilities";

/**
 * A PromQL string literal of any text. The one place where a value becomes part of a query.
 * Source: the string literals of the PromQL documentation (Go escaping rules within double quotes).
 */
export function quote(value: string): string {
  const escaped = value.replace(/[\\"\n\r\t\0]/g, (character) => escapes[character] ?? character);
  return `"${escaped}"`;
}

const escapes: Record<string, string> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\0": "\\x00",
};

/** The three labels that pin every series to one service of one tenant, as label and value. */
export function scopeLabels(scope: ProjectScope): readonly (readonly [string, string])[] {
  return [
    ["project_id", scope.projectId],
    ["environment", scope.environment],
    ["service_id", scope.serviceId],
  ];
}

/** The selector of a signal, or of all recorded series, of the scope's service: always with all three matchers. */
export function selector(scope: ProjectScope, signal: Signal | "every signal"): string {
  const name =
    signal === "every signal" ? '__name__=~"starform:service:.+"' : `__name__=${quote(seriesName(signal))}`;
  const matchers = scopeLabels(scope).map(([label, value]) => `${label}=${quote(value)}`);
  return `{${[name, ...matchers].join(",")}}`;
}
