import { z } from "zod";

export type Labels = Readonly<Record<string, string>>;

const common = { source_labels: z.array(z.string()).default([]) };
const regex = z.string().transform((pattern) => new RegExp(`^(?:${pattern})$`));
const anything = /^(.*)$/;

/** The actions of Prometheus' relabelling that `pipeline/metrics/vmagent.yml` uses; any other is refused. */
export const relabelRule = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("keep"), ...common, regex }),
  z.strictObject({ action: z.literal("drop"), ...common, regex }),
  z.strictObject({
    action: z.literal("replace"),
    ...common,
    regex: regex.default(anything),
    target_label: z.string(),
    replacement: z.string().default("$1"),
  }),
  z.strictObject({ action: z.literal("labelmap"), regex, replacement: z.string().default("$1") }),
  z.strictObject({ action: z.literal("labeldrop"), regex }),
]);
export type RelabelRule = z.infer<typeof relabelRule>;

/** As written: `replace` is the action where none is named. */
export const relabelRules = z
  .array(z.looseObject({}).transform((rule) => ({ action: "replace", ...rule })))
  .pipe(z.array(relabelRule))
  .default([]);

/** The labels after every rule, or undefined where one of them drops the series. An empty value is no label. */
export function relabel(rules: readonly RelabelRule[], before: Labels): Labels | undefined {
  let labels: Record<string, string> = { ...before };
  for (const rule of rules) {
    switch (rule.action) {
      case "keep":
      case "drop":
        if (rule.regex.test(source(labels, rule.source_labels)) !== (rule.action === "keep"))
          return undefined;
        break;
      case "replace": {
        const value = source(labels, rule.source_labels);
        if (rule.regex.test(value)) labels[rule.target_label] = value.replace(rule.regex, rule.replacement);
        break;
      }
      case "labelmap":
        for (const [name, value] of Object.entries(labels)) {
          if (rule.regex.test(name)) labels[name.replace(rule.regex, rule.replacement)] = value;
        }
        break;
      case "labeldrop":
        labels = Object.fromEntries(Object.entries(labels).filter(([name]) => !rule.regex.test(name)));
    }
  }
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ""));
}

const source = (labels: Labels, names: readonly string[]) =>
  names.map((name) => labels[name] ?? "").join(";");
