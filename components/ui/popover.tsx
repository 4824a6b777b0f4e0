"use client";

import type { ReactNode } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover as AriaPopover, type PopoverProps } from "react-aria-components/Popover";

export const popoverLook =
  "max-w-[calc(100vw-16px)] overflow-auto rounded-md border border-border bg-surface text-sm text-text shadow-menu outline-none";

interface PopoverDialogProps extends Pick<PopoverProps, "placement"> {
  /** Its accessible name. */
  readonly name: string;
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly children: (close: () => void) => ReactNode;
}

/** A dialog that hangs from its button: focus moves in, Escape and a click outside close it. */
export function PopoverDialog({ name, trigger, children, placement = "bottom end" }: PopoverDialogProps) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover placement={placement} offset={6} containerPadding={8} className={popoverLook}>
        <Dialog aria-label={name} className="outline-none">
          {({ close }) => children(close)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
