import type { ReactNode } from "react";
import { PageBar } from "@/components/shell/page-bar";
import { RangePicker } from "@/components/view/range-picker";
import { RefreshControl } from "@/components/view/refresh-control";
import { RegionChoice } from "@/components/view/region-choice";
import { ZonePicker } from "@/components/view/zone-picker";
import { environmentPath, projectPath, type ServiceKey } from "@/lib/paths";
import type { Theme } from "@/lib/theme";
import { ServiceTabs } from "./service-tabs";

interface ServiceBarProps {
  readonly service: ServiceKey;
  readonly kind: "web" | "worker";
  readonly ephemeral: boolean;
  readonly regions: readonly { readonly id: string; readonly name: string }[];
  readonly theme: Theme;
  /** The freshness of its region. */
  readonly freshness: ReactNode;
}

/** The bar over a service's pages: which service, how fresh, which page, which window. */
export function ServiceBar(props: ServiceBarProps) {
  const { service, kind, ephemeral, regions, theme, freshness } = props;
  return (
    <PageBar
      theme={theme}
      crumbs={[
        { label: service.project, href: projectPath(service.project) },
        { label: service.environment, href: environmentPath(service.project, service.environment) },
        { label: service.service },
      ]}
      about={
        <>
          <span>
            {kind}
            {ephemeral ? " · preview" : ""}
            {regions.length === 1 ? ` · ${regions[0]?.id}` : ""}
          </span>
          {regions.length > 1 ? <RegionChoice regions={regions} /> : null}
        </>
      }
      status={freshness}
    >
      <div className="flex flex-wrap items-center gap-x-3 px-4">
        <ServiceTabs service={service} />
        <div className="ml-auto flex items-center gap-1 py-1.5">
          <RangePicker />
          <RefreshControl />
          <div className="max-sm:hidden">
            <ZonePicker />
          </div>
        </div>
      </div>
    </PageBar>
  );
}
