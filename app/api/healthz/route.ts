export const dynamic = "force-dynamic";

/** Alive: the process answers. */
export const GET = () => Response.json({ status: "alive" }, { headers: { "cache-control": "no-store" } });
