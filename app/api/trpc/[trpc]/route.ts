import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { refreshedSessionCookie, sessionFrom } from "@/server/auth/session";
import { createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/router";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext(request.headers),
    // no-transform: a proxy that compressed a live stream would hold it back.
    responseMeta: ({ type }) => ({
      headers: { "cache-control": type === "subscription" ? "no-store, no-transform" : "no-store" },
    }),
  });
  // Server components can't set cookies, so it is these requests that note a session as in use.
  const now = new Date();
  const session = await sessionFrom(request.headers.get("cookie"), now);
  const cookie = session && (await refreshedSessionCookie(session, now));
  if (cookie) response.headers.append("set-cookie", cookie);
  return response;
}

export { handle as GET, handle as POST };
