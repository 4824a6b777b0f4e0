"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useView } from "@/components/view/view-provider";
import { type ServiceKey, serviceLogsPath, servicePath } from "@/lib/paths";
import { sharedView, viewQuery } from "@/lib/view";

/** A service's pages. The window, zone, refresh and region go along. */
export function ServiceTabs({ service }: { service: ServiceKey }) {
  const path = usePathname();
  const { view } = useView();
  const query = viewQuery(sharedView(view));
  const tabs = [
    { href: servicePath(service), label: "Metrics" },
    { href: serviceLogsPath(service), label: "Logs" },
  ];
  return (
    <nav aria-label="Service pages" className="flex gap-1 self-stretch">
      {tabs.map(({ href, label }) => {
        const here = path === href;
        return (
          <Link
            key={href}
            href={`${href}${query}`}
            prefetch={false}
            aria-current={here ? "page" : undefined}
            className={`flex h-11 items-center border-b-2 px-2 text-sm ${
              here ? "border-accent text-text" : "border-transparent text-muted hover:text-text"
            }`}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
