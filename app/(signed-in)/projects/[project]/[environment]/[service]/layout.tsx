import type { ReactNode } from "react";
import { ServiceFreshness } from "@/components/freshness/service-freshness";
import { ServiceBar } from "@/components/service/service-bar";
import { ViewProvider } from "@/components/view/view-provider";
import type { ServiceKey } from "@/lib/paths";
import { renderedAt } from "../../../../../rendered-at";
import { currentTheme, myService } from "../../../../mine";

interface Props {
  readonly params: Promise<ServiceKey>;
  readonly children: ReactNode;
}

export default async function ServiceLayout({ params, children }: Props) {
  const key = await params;
  const [{ environment, service, regions }, theme] = await Promise.all([myService(key), currentTheme()]);
  return (
    <ViewProvider now={renderedAt()}>
      <ServiceBar
        service={key}
        kind={service.kind}
        ephemeral={environment.ephemeral}
        regions={regions}
        theme={theme}
        freshness={<ServiceFreshness service={key} />}
      />
      {children}
    </ViewProvider>
  );
}
