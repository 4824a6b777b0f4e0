import { formatTable } from "./supervisor/reporter";
import type { ComponentStatus } from "./supervisor/supervisor";
import { regions } from "./world";

/** One line a component: where it is, its pid, its address and whether it is ready. */
export function printStatus(components: readonly ComponentStatus[]): void {
  const rows = components
    .map(({ name, pid, state, address }) => {
      const [region, component] = name.includes(".") ? name.split(".", 2) : ["", name];
      return [region ?? "", component ?? "", String(pid ?? ""), address, state];
    })
    // Region by region, what no region has last.
    .toSorted(([one = ""], [other = ""]) => rank(one) - rank(other));
  const lines = formatTable(["region", "component", "pid", "address", "state"], rows);
  process.stdout.write(`${lines.join("\n")}\n`);
}

function rank(region: string): number {
  const index = regions.findIndex(({ id }) => id === region);
  return index === -1 ? regions.length : index;
}
