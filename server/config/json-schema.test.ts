import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configJsonSchema } from "./json-schema";
import { loadConfig } from "./load";

const schemaFile = new URL("../../stardeck.config.schema.json", import.meta.url);
const exampleFile = new URL("../../stardeck.config.example.yaml", import.meta.url);

test("the schema that editors get is the one that the code checks (UPDATE_SCHEMA=1 writes it anew)", () => {
  const current = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA) writeFileSync(schemaFile, current);
  expect(readFileSync(schemaFile, "utf8")).toBe(current);
});

test("the example loads once its secrets are set, and points editors at the schema", () => {
  const text = readFileSync(exampleFile, "utf8");
  expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./stardeck.config.schema.json");
  const names = [...text.replace(/#.*$/gm, "").matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const secrets = Object.fromEntries(names.map((name) => [name, `${name}-0123456789abcdef0123456789abcdef`]));
  const result = loadConfig(secrets, () => text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
  expect(result.config.auth.clientSecret).toBe(secrets.STARDECK_CLIENT_SECRET);
  expect(result.config.freshness).toEqual({ delayedAfter: 60_000, staleAfter: 120_000 });
});

test("the example says each default as it is", () => {
  const text = readFileSync(exampleFile, "utf8");
  const variables = Object.fromEntries(
    [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [name ?? "", "0123456789abcdef0123456789abcdef"]),
  );
  const without = text
    .replace(/^freshness:[\s\S]*?\n\n/m, "")
    .replace(/^limits:[\s\S]*?\n\n/m, "")
    .replace(/^ {2}lifetimes:\n.*\n.*\n/m, "")
    .replace(/^ {6}(database|table): .*\n/gm, "");
  expect(without).not.toMatch(/staleAfter|maxRange|idle|database/);
  expect(loadConfig(variables, () => without)).toEqual(loadConfig(variables, () => text));
});
