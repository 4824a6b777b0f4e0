import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import type { Theme } from "@/lib/theme";
import { RailSheet } from "./rail-sheet";
import { ThemeSwitch } from "./theme-switch";

interface Crumb {
  readonly label: string;
  /** Absent for the page itself. */
  readonly href?: string;
}

interface PageBarProps {
  readonly crumbs: readonly Crumb[];
  readonly theme: Theme;
  /** Beside the breadcrumb: what kind of thing this is. */
  readonly about?: ReactNode;
  /** At the right end: how fresh it is. */
  readonly status?: ReactNode;
  /** The second row: tabs and the view's controls. */
  readonly children?: ReactNode;
}

/** The sticky bar over a page. Its last crumb is the page's heading. */
export function PageBar({ crumbs, theme, about, status, children }: PageBarProps) {
  return (
    <header className="sticky top-0 z-30 border-border border-b bg-bg">
      <div className="flex min-h-13 items-center gap-3 px-4">
        <RailSheet />
        <nav aria-label="Breadcrumb" className="min-w-0">
          <Context crumbs={crumbs} />
          <ol className="flex min-w-0 items-center gap-1.5 text-sm">
            {crumbs.map(({ label, href }) => (
              <Fragment key={label}>
                {href === undefined ? (
                  <li className="min-w-0 truncate">
                    <h1 aria-current="page" className="truncate font-semibold text-base">
                      {label}
                    </h1>
                  </li>
                ) : (
                  <li className="flex min-w-0 shrink items-center gap-1.5 max-sm:hidden">
                    <Link
                      href={href}
                      prefetch={false}
                      className="truncate text-muted hover:text-text hover:underline"
                    >
                      {label}
                    </Link>
                    <span aria-hidden="true" className="text-faint">
                      /
                    </span>
                  </li>
                )}
              </Fragment>
            ))}
          </ol>
        </nav>
        {about === undefined ? null : (
          <div className="flex items-center gap-2 text-muted text-xs max-md:hidden">{about}</div>
        )}
        <div className="ml-auto flex shrink-0 items-center gap-1">
          {status}
          <ThemeSwitch initial={theme} />
        </div>
      </div>
      {children}
    </header>
  );
}

/** On a phone the crumbs before the last one stand small over it, the nearest first: staging must not be taken for production. */
function Context({ crumbs }: Pick<PageBarProps, "crumbs">) {
  const before = crumbs
    .slice(0, -1)
    .map(({ label }) => label)
    .reverse();
  return before.length === 0 ? null : (
    <p className="truncate text-faint text-xs sm:hidden">{before.join(" · ")}</p>
  );
}
