"use client";

import { Globe2, LogOut, Star } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { environmentPath, projectPath, regionsPath, servicePath } from "@/lib/paths";
import { loadView, viewQuery } from "@/lib/view";
import { type MyProject, useMine } from "./catalog-context";

const rowLook =
  "flex h-7 items-center gap-2 truncate rounded-sm px-2 text-sm transition-colors hover:bg-raised hover:text-text";

/** The left rail's content: every place that this person can go, and the way out. */
export function Rail() {
  const { projects, user } = useMine();
  return (
    <div className="flex h-full flex-col">
      <Link href="/" className="flex h-13 shrink-0 items-center gap-2 px-4 font-semibold text-base">
        <Star aria-hidden size={16} className="fill-current text-accent" />
        Stardeck
      </Link>
      <nav aria-label="Places" className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {projects.map((project) => (
          <ProjectTree key={project.slug} project={project} />
        ))}
        {user.role === "sre" ? (
          <RailLink href={regionsPath}>
            <Globe2 aria-hidden size={14} className="text-faint" />
            Regions
          </RailLink>
        ) : null}
      </nav>
      <Account email={user.email} />
    </div>
  );
}

function ProjectTree({ project }: { project: MyProject }) {
  return (
    <div className="mb-3">
      <RailLink href={projectPath(project.slug)} strong>
        {project.slug}
      </RailLink>
      <ul>
        {project.environments.map((environment) => (
          <li key={environment.slug} className="mt-1">
            <RailLink href={environmentPath(project.slug, environment.slug)}>
              <span className="text-faint text-xs">{environment.slug}</span>
            </RailLink>
            <ul className="ml-3 border-border border-l pl-1.5">
              {environment.services.map((service) => (
                <li key={service.slug}>
                  <RailLink
                    href={servicePath({
                      project: project.slug,
                      environment: environment.slug,
                      service: service.slug,
                    })}
                    within
                  >
                    {service.slug}
                  </RailLink>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface RailLinkProps {
  readonly href: string;
  readonly strong?: boolean;
  /** Is a page under it (its logs) the same place still? */
  readonly within?: boolean;
  readonly children: ReactNode;
}

/** A place; the window, zone and refresh go along, so that two services are looked at over the same minutes. */
function RailLink({ href, strong = false, within = false, children }: RailLinkProps) {
  const path = usePathname();
  const { from, to, tz, refresh } = loadView(useSearchParams());
  const here = path === href || (within && path.startsWith(`${href}/`));
  return (
    <Link
      href={`${href}${viewQuery({ from, to, tz, refresh })}`}
      prefetch={false}
      aria-current={here ? "page" : undefined}
      className={`${rowLook} ${strong ? "font-medium text-text" : "text-muted"} ${here ? "bg-selected text-text" : ""}`}
    >
      {children}
    </Link>
  );
}

function Account({ email }: { email: string }) {
  return (
    <div className="flex shrink-0 items-center gap-1 border-border border-t p-2 pl-4">
      <span className="min-w-0 flex-1 truncate text-muted text-xs" title={email}>
        {email}
      </span>
      <form method="post" action="/api/auth/sign-out">
        <button
          type="submit"
          aria-label="Sign out"
          title="Sign out"
          className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
        >
          <LogOut aria-hidden size={14} />
        </button>
      </form>
    </div>
  );
}
