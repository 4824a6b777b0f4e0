import type { ReactNode } from "react";

interface ListMessageProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly alert?: boolean;
}

/** What stands in place of lines: why there are none, and what to do. */
export function ListMessage({ title, children, actions, alert = false }: ListMessageProps) {
  return (
    <div role={alert ? "alert" : undefined} className="px-4 py-12 text-center font-sans">
      <p className={`font-medium text-base ${alert ? "text-unreachable" : ""}`}>{title}</p>
      {children ? (
        <p className="mx-auto mt-1 max-w-prose text-balance text-muted text-sm">{children}</p>
      ) : null}
      {actions ? <div className="mt-4 flex justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
