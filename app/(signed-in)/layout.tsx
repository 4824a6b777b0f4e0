import { TRPCError } from "@trpc/server";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { Notice } from "@/components/ui/notice";
import { mine } from "./mine";

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const found = await mine().catch((error: unknown) => {
    if (error instanceof TRPCError && error.code === "SERVICE_UNAVAILABLE") return error;
    throw error;
  });
  if (found instanceof TRPCError) {
    return (
      <Notice title="Starbase does not answer" again>
        {found.message}
      </Notice>
    );
  }
  return <Shell mine={found}>{children}</Shell>;
}
