import { readiness } from "@/server/readiness";

export const dynamic = "force-dynamic";

/**
 * Ready: the configuration is read and Starbase has answered once since the start. Its present state and the regions'
 * are reported, not required: an outage elsewhere must not take every instance out of service.
 */
export async function GET() {
  const report = await readiness();
  return Response.json(report, {
    status: report.ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
