import { z } from "zod";
import { fileSchema } from "./schema";

const fromEnvironment = { type: "string", pattern: "\\$\\{[^}]+\\}" } as const;

/**
 * The JSON schema of `stardeck.config.yaml`, for editors. They see the file before `${NAME}` is filled in, so each
 * value may be such a text instead.
 */
export function configJsonSchema(): object {
  const schema = z.toJSONSchema(fileSchema, {
    io: "input",
    override: ({ jsonSchema }) => {
      const isText = jsonSchema.type === "string" && jsonSchema.const === undefined;
      if (!isText && jsonSchema.type !== "integer") return;
      const { type, pattern, minLength, minimum, maximum } = jsonSchema;
      // A text that may be anything may be `${NAME}` as well.
      if (type === "string" && pattern === undefined && (minLength ?? 0) <= 1) return;
      const asGiven = Object.fromEntries(
        Object.entries({ type, pattern, minLength, minimum, maximum }).filter(
          ([, value]) => value !== undefined,
        ),
      );
      delete jsonSchema.type;
      delete jsonSchema.pattern;
      delete jsonSchema.minLength;
      delete jsonSchema.minimum;
      delete jsonSchema.maximum;
      jsonSchema.anyOf = [asGiven, { ...fromEnvironment }];
    },
  });
  return { ...schema, $id: "stardeck.config.schema.json", title: "Stardeck's configuration" };
}
