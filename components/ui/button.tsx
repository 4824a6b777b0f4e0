"use client";

import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";

type Look = "quiet" | "outlined";

const looks: Record<Look, string> = {
  quiet: "border-transparent text-muted hover:bg-raised hover:text-text data-pressed:bg-raised",
  outlined: "border-border bg-surface text-text hover:bg-raised data-pressed:bg-raised",
};

export interface ButtonProps extends Omit<AriaButtonProps, "className"> {
  readonly look?: Look;
  /** A square for a single icon; it then needs an `aria-label`. */
  readonly square?: boolean;
  readonly className?: string;
}

export function Button({ look = "quiet", square = false, className = "", ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={`inline-flex h-8 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border text-sm transition-colors data-disabled:cursor-default data-disabled:opacity-45 ${
        square ? "w-8" : "px-2.5"
      } ${looks[look]} ${className}`}
    />
  );
}
