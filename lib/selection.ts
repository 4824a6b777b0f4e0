import { z } from "zod";

/** What a browser may choose: names of its own things and a window, never a query, a label or an id. */
const slug = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);

export const serviceSelection = z.strictObject({
  project: slug,
  environment: slug,
  service: slug,
  region: slug.optional(),
});
export type ServiceSelectionInput = z.infer<typeof serviceSelection>;

/** A half-open window in epoch milliseconds; its sense is checked by `rangeProblem`. */
export const windowFields = { from: z.number(), to: z.number() };
