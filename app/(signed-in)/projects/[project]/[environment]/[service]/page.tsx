import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ServicePanels } from "@/components/panels/service-panels";
import type { ServiceKey } from "@/lib/paths";
import { loadView } from "@/lib/view";
import { renderedAt } from "../../../../../rendered-at";
import { myService } from "../../../../mine";
import { prefetchMetrics } from "./prefetch-metrics";

interface Props {
  readonly params: Promise<ServiceKey>;
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { service, environment } = await params;
  return { title: `${service} · ${environment}` };
}

export default async function MetricsPage({ params, searchParams }: Props) {
  const key = await params;
  const [{ environment, service }, view] = await Promise.all([myService(key), loadView(searchParams)]);
  const now = renderedAt();
  return (
    <ServicePanels
      service={key}
      kind={service.kind}
      ephemeral={environment.ephemeral}
      prefetched={await prefetchMetrics(key, view, now)}
      now={now}
    />
  );
}
