import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";

const gzipped = promisify(gzip);
/** Below this a body fits into a packet or two as it is. */
const worthBytes = 1_400;

/**
 * The response with its JSON body gzipped at the fastest level, which takes nine tenths of what the default takes away
 * at a third of its time. Streams are left alone: they are sent as they come.
 */
export async function compressed(request: Request, response: Response): Promise<Response> {
  const accepts = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  if (!accepts || !isJson) return response;
  const body = Buffer.from(await response.arrayBuffer());
  const { status, headers } = response;
  if (body.length < worthBytes) return new Response(body, { status, headers });
  headers.set("content-encoding", "gzip");
  headers.append("vary", "accept-encoding");
  return new Response(new Uint8Array(await gzipped(body, { level: constants.Z_BEST_SPEED })), {
    status,
    headers,
  });
}
