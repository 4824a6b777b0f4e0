import type { KubernetesObject } from "./objects";

/** A selector that the API server would refuse, in words. */
export class SelectorError extends Error {}

export type Selector = (object: KubernetesObject) => boolean;

/**
 * A label selector as kubectl and the agents write it: `a=b`, `a==b`, `a!=b`, `a in (x,y)`, `a notin (x,y)`, `a`, `!a`,
 * joined by commas.
 * @throws SelectorError
 */
export function labelSelector(text: string): Selector {
  const requirements = splitOutsideParentheses(text).map(requirement);
  return ({ metadata }) => requirements.every((holds) => holds(metadata.labels));
}

function requirement(text: string): (labels: Readonly<Record<string, string>>) => boolean {
  const set = /^([\w./-]+)\s+(in|notin)\s+\(([^()]*)\)$/.exec(text);
  if (set) {
    const [, name = "", operator, list = ""] = set;
    const values = new Set(list.split(",").map((value) => value.trim()));
    // As Kubernetes has it: `notin` also holds where the label is absent.
    return (labels) => (operator === "in") === values.has(labels[name] ?? "\0");
  }
  const equality = /^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/.exec(text);
  if (equality) {
    const [, name = "", operator, value = ""] = equality;
    return (labels) => (operator !== "!=") === (labels[name] === value);
  }
  const existence = /^(!?)([\w./-]+)$/.exec(text);
  if (existence) {
    const [, not, name = ""] = existence;
    return (labels) => (not === "!") !== name in labels;
  }
  throw new SelectorError(`unable to parse requirement: ${JSON.stringify(text)}`);
}

const fields: Readonly<Record<string, (object: KubernetesObject) => unknown>> = {
  "metadata.name": ({ metadata }) => metadata.name,
  "metadata.namespace": ({ metadata }) => metadata.namespace,
  "spec.nodeName": ({ spec }) => spec.nodeName,
  "status.phase": ({ status }) => status.phase,
  "status.podIP": ({ status }) => status.podIP,
};

/**
 * A field selector: `field=value`, `field==value`, `field!=value`, joined by commas.
 * @throws SelectorError for a field that the API server does not select pods by
 */
export function fieldSelector(text: string): Selector {
  const requirements = splitOutsideParentheses(text).map((part) => {
    const [, name = "", operator, value = ""] = /^([\w.]+)(==|=|!=)(.*)$/.exec(part) ?? [];
    const read = fields[name];
    if (!read) throw new SelectorError(`field label not supported: ${JSON.stringify(part)}`);
    return (object: KubernetesObject) => (operator !== "!=") === (read(object) === value);
  });
  return (object) => requirements.every((holds) => holds(object));
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
