import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/router";

export const dynamic = "force-dynamic";

const handle = (request: Request) =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext(request.headers),
    // no-transform keeps compression, and so buffering, off the live streams.
    responseMeta: ({ type }) => ({
      headers: { "cache-control": type === "subscription" ? "no-store, no-transform" : "no-store" },
    }),
  });

export { handle as GET, handle as POST };
