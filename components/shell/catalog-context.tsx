"use client";

import type { inferRouterOutputs } from "@trpc/server";
import { createContext, type ReactNode, use } from "react";
import type { AppRouter } from "@/server/trpc/router";

/** What the signed-in person may see, as `catalog.mine` gave it for this page. */
export type Mine = inferRouterOutputs<AppRouter>["catalog"]["mine"];
export type MyProject = Mine["projects"][number];
export type MyEnvironment = MyProject["environments"][number];
export type MyService = MyEnvironment["services"][number];

const MineContext = createContext<Mine | null>(null);

export function MineProvider({ mine, children }: { mine: Mine; children: ReactNode }) {
  return <MineContext value={mine}>{children}</MineContext>;
}

export function useMine(): Mine {
  const mine = use(MineContext);
  if (!mine) throw new Error("useMine needs a MineProvider above it");
  return mine;
}
