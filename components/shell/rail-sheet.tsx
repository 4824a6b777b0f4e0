"use client";

import { Menu, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button } from "@/components/ui/button";
import { Rail } from "./rail";

/** The rail on small screens: a sheet from the left. */
export function RailSheet() {
  // A new key at a new place: the sheet is closed there.
  return (
    <DialogTrigger key={usePathname()}>
      <Button square aria-label="Places" className="-ml-2 lg:hidden">
        <Menu aria-hidden size={18} />
      </Button>
      <ModalOverlay isDismissable className="fixed inset-0 z-40 bg-bg/70">
        <Modal className="h-dvh w-72 max-w-[85vw] border-border border-r bg-surface shadow-menu">
          <Dialog aria-label="Places" className="relative h-full outline-none">
            {({ close }) => (
              <>
                <Rail />
                <Button square aria-label="Close" onPress={close} className="absolute top-2.5 right-2">
                  <X aria-hidden size={16} />
                </Button>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
