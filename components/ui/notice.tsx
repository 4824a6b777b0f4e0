import Link from "next/link";
import type { ReactNode } from "react";
import { TryAgain } from "./try-again";

interface NoticeProps {
  readonly title: string;
  /** What happened and what to do, in a sentence or two. */
  readonly children: ReactNode;
  readonly back?: { readonly href: string; readonly label: string };
  /** Offers to load the page anew. */
  readonly again?: boolean;
}

/** A page that has nothing but words. */
export function Notice({ title, children, back, again = false }: NoticeProps) {
  return (
    <main id="content" className="flex min-h-[70dvh] flex-1 items-center justify-center p-6">
      <div className="max-w-md">
        <h1 className="font-semibold text-xl">{title}</h1>
        <p className="mt-2 text-muted">{children}</p>
        <p className="mt-5 flex gap-2">
          {again ? <TryAgain /> : null}
          {back ? (
            <Link
              href={back.href}
              className="inline-flex h-8 items-center rounded-md border border-border bg-surface px-3 text-sm hover:bg-raised"
            >
              {back.label}
            </Link>
          ) : null}
        </p>
      </div>
    </main>
  );
}
