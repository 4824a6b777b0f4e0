import { randomUUID } from "node:crypto";

/**
 * A JSON log line's fields as Vector sees them: nested objects flattened with dots, everything as text, numbers printed
 * as Vector prints them (JavaScript would round 9007199254740993 and print 1.0 as 1).
 */

/** A number that JavaScript would print differently: kept as the text that Vector would print. */
class PrintedNumber {
  constructor(readonly text: string) {}
}

type Json = string | number | boolean | null | PrintedNumber | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}

/** serde_json, which Vector parses with, refuses deeper nesting, and half of a surrogate pair. */
const maximumDepth = 127;
const surrogateEscape = /\\u[dD][89a-fA-F]/;
const loneSurrogate = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/;

/** The object that a line is, or nothing when it is not exactly one JSON object. */
export function parseObject(text: string): JsonObject | undefined {
  if (!text.startsWith("{") || !text.trimEnd().endsWith("}")) return undefined;
  try {
    const marked = oddNumber.test(text) ? markNumbers(text) : text;
    // What starts with `{` and parses is an object; the marked strings in it are revived.
    const object = (marked === text ? JSON.parse(text) : JSON.parse(marked, revive)) as JsonObject;
    if (isTooDeep(text)) return undefined;
    return surrogateEscape.test(text) && loneSurrogate.test(JSON.stringify(object)) ? undefined : object;
  } catch {
    return undefined;
  }
}

/** `{a: {b: 1}, c: [2]}` → `{"a.b": 1, c: [2]}`, keys in order. Empty objects leave nothing behind. */
export function flatten(object: JsonObject): [string, Json][] {
  const fields: [string, Json][] = [];
  const visit = (prefix: string, value: JsonObject) => {
    for (const key of Object.keys(value).sort()) {
      const inner = value[key];
      if (inner === undefined) continue;
      if (isObject(inner)) visit(`${prefix}${key}.`, inner);
      else fields.push([prefix + key, inner]);
    }
  };
  visit("", object);
  return fields;
}

/** A field's value as text: strings as they are, everything else as JSON. */
export const printed = (value: Json): string => (typeof value === "string" ? value : encode(value));

function encode(value: Json): string {
  if (value instanceof PrintedNumber) return value.text;
  if (isArray(value)) return `[${value.map(encode).join(",")}]`;
  if (isObject(value)) {
    const fields = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${encode(value[key] ?? null)}`);
    return `{${fields.join(",")}}`;
  }
  return JSON.stringify(value);
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !isArray(value) && !(value instanceof PrintedNumber);

/** Strings, and numbers outside them. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Unguessable, so that no line can pass a text off as a number. */
const marker = `${randomUUID()}:`;

/** May find one where there is none (in a string), never the other way round. */
const oddNumber = /(?:"\s*:|[[,])\s*(?:-?\d+[.eE]|-?\d{16}|-0)/;

/** Numbers that JavaScript would print differently become marked strings, which `revive` turns back. */
function markNumbers(text: string): string {
  return text.replace(tokens, (token) => {
    if (token.startsWith('"')) return token;
    const shown = printNumber(token);
    return shown === String(Number(token)) ? token : JSON.stringify(marker + shown);
  });
}

const revive = (_key: string, value: unknown): unknown =>
  typeof value === "string" && value.startsWith(marker)
    ? new PrintedNumber(value.slice(marker.length))
    : value;

const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** A JSON number as Vector prints it: 64-bit integers exactly, everything else as the shortest double (Rust's ryu). */
function printNumber(token: string): string {
  if (/^-?\d+$/.test(token) && token !== "-0") {
    const integer = BigInt(token);
    if (integer >= smallest && integer <= largest) return integer.toString();
  }
  const double = Number(token);
  if (Object.is(double, -0)) return "-0.0";
  const [, sign = "", digits = "0", exponent = "0"] =
    /^(-?)(\d(?:\.\d+)?)e([+-]\d+)$/.exec(double.toExponential()) ?? [];
  const mantissa = digits.replace(".", "");
  // The decimal point stands after `point` digits of the mantissa.
  const point = Number(exponent) + 1;
  if (mantissa.length <= point && point <= 16) return `${sign}${mantissa.padEnd(point, "0")}.0`;
  if (point > 0 && point <= 16) return `${sign}${mantissa.slice(0, point)}.${mantissa.slice(point)}`;
  if (point > -5 && point <= 0) return `${sign}0.${"0".repeat(-point)}${mantissa}`;
  const rest = mantissa.length > 1 ? `.${mantissa.slice(1)}` : "";
  return `${sign}${mantissa[0]}${rest}e${point - 1}`;
}

function isTooDeep(text: string): boolean {
  // Most lines have fewer brackets than that altogether.
  let brackets = 0;
  for (let at = 0; at < text.length && brackets <= maximumDepth; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) brackets += 1;
  }
  if (brackets <= maximumDepth) return false;
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === "{" || token === "[") deepest = Math.max(deepest, ++depth);
    else if (token === "}" || token === "]") depth -= 1;
  }
  return deepest > maximumDepth;
}
