"use client";

import { Choice } from "@/components/ui/choice";
import { useView } from "./view-provider";

/** Where a service runs in several regions: which one is looked at. */
export function RegionChoice({ regions }: { regions: readonly { id: string; name: string }[] }) {
  const { view, change } = useView();
  const first = regions[0]?.id ?? "";
  return (
    <Choice
      name="Region"
      options={regions.map(({ id, name }) => ({ id, label: name }))}
      value={regions.some(({ id }) => id === view.region) ? (view.region ?? first) : first}
      onChange={(region) => change({ region: region === first ? null : region }, { history: "push" })}
    />
  );
}
