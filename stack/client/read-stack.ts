import { readFileSync } from "node:fs";
import { paths } from "../layout";
import type { StackDescription } from "../stack-json";

/** The stack that runs (or ran last) in this state folder. Throws with what to start when there is none. */
export function readStack(): StackDescription {
  try {
    return JSON.parse(readFileSync(paths.stackJson, "utf8")) as StackDescription;
  } catch (cause) {
    throw new Error(`No stack is described at ${paths.stackJson}: start one with \`npm run stack\``, {
      cause,
    });
  }
}

/** One service of the world as the stack runs it. Throws when there is none of that name. */
export function serviceOf(stack: StackDescription, project: string, environment: string, service: string) {
  const found = stack.services.find(
    (each) => each.project === project && each.environment === environment && each.service === service,
  );
  const region = stack.regions.find(({ id }) => id === found?.region);
  if (!found || !region) throw new Error(`the stack has no service ${project}/${environment}/${service}`);
  return { ...found, in: region };
}
