import "server-only";
import { TRPCError } from "@trpc/server";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { type ServiceKey, signInPath } from "@/lib/paths";
import { parseTheme, themeCookie } from "@/lib/theme";
import { api } from "@/server/trpc/caller";

/** What the signed-in person may see; leads to sign-in whoever isn't. Throws when Starbase and its memory are gone. */
export const mine = cache(async () => {
  const caller = await api();
  try {
    return await caller.catalog.mine();
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code !== "UNAUTHORIZED") throw error;
  }
  // `redirect` works by throwing, so it stands outside the try.
  const here = (await headers()).get("x-stardeck-path") ?? "/";
  return redirect(`${signInPath}?next=${encodeURIComponent(here)}`);
});

/** One of my projects, or the page that says that there is none. */
export async function myProject(slug: string) {
  const { projects } = await mine();
  return projects.find((project) => project.slug === slug) ?? notFound();
}

/** One of my services with what it stands in, or the page that says that there is none. */
export async function myService(key: ServiceKey) {
  const project = await myProject(key.project);
  const environment = project.environments.find(({ slug }) => slug === key.environment) ?? notFound();
  const service = environment.services.find(({ slug }) => slug === key.service) ?? notFound();
  const { regions } = await mine();
  return {
    project,
    environment,
    service,
    regions: service.regions.map((id) => ({ id, name: regions.find((r) => r.id === id)?.name ?? id })),
  };
}

/** The reader's theme, as the bar's switch shows it. */
export const currentTheme = async () => parseTheme((await cookies()).get(themeCookie)?.value);
