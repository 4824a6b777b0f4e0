import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { LogPanel } from "@/components/logs/log-panel";
import type { ServiceKey } from "@/lib/paths";
import { loadView } from "@/lib/view";
import { renderedAt } from "../../../../../../rendered-at";
import { myService } from "../../../../../mine";
import { prefetchLines } from "./prefetch-lines";

interface Props {
  readonly params: Promise<ServiceKey>;
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { service, environment } = await params;
  return { title: `${service} logs · ${environment}` };
}

export default async function LogsPage({ params, searchParams }: Props) {
  const key = await params;
  const [view] = await Promise.all([loadView(searchParams), myService(key)]);
  const now = renderedAt();
  return <LogPanel service={key} first={await prefetchLines(key, view, now)} now={now} />;
}
