/**
 * What must exist once a process: Next may load a module once for pages and once for route handlers, so such
 * things hang on `globalThis`, here and nowhere else.
 */
const registryKey = Symbol.for("stardeck");

/** The thing named `key`, made by `make` the first time that anybody asks. A `make` that throws leaves nothing behind. */
export function once<T>(key: string, make: () => T): T {
  const registry = processRegistry();
  if (!registry.has(key)) registry.set(key, make());
  // One key names one thing of one type: the registry cannot know it, its callers do.
  return registry.get(key) as T;
}

function processRegistry(): Map<string, unknown> {
  const home = globalThis as typeof globalThis & { [registryKey]?: Map<string, unknown> };
  home[registryKey] ??= new Map();
  return home[registryKey];
}
