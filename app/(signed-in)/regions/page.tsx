import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RegionsTable } from "@/components/regions/regions-table";
import { PageBar } from "@/components/shell/page-bar";
import type { RegionStatus } from "@/lib/freshness";
import { api } from "@/server/trpc/caller";
import { currentTheme, mine } from "../mine";

export const metadata: Metadata = { title: "Regions" };

/** An in-process answer in the type of one that came over the wire, whose arrays are the receiver's own. */
const mutable = <A extends { regions: readonly RegionStatus[] }>(answer: A) => ({
  ...answer,
  regions: answer.regions.map((region) => ({ ...region, pipes: [...region.pipes] })),
});

export default async function RegionsPage() {
  const { user } = await mine();
  if (user.role !== "sre") notFound();
  const caller = await api();
  const [theme, initial] = await Promise.all([
    currentTheme(),
    // The table asks again by itself, and says so when it gets no answer.
    caller.freshness.regions().then(mutable, () => undefined),
  ]);
  return (
    <>
      <PageBar theme={theme} crumbs={[{ label: "Regions" }]} />
      <main id="content" className="flex-1 p-4 sm:p-6">
        <RegionsTable initial={initial} />
      </main>
    </>
  );
}
