import type { IncomingMessage, ServerResponse } from "node:http";

const contentType = "text/plain; version=0.0.4; charset=utf-8";

/** Serves one page of metrics at one path, as it stands when it is asked for; 404 elsewhere. */
export function exporter(path: string, page: (at: number) => string, now: () => number = Date.now) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const asked = new URL(request.url ?? "/", "http://exporter").pathname;
    if (asked !== path) {
      response.writeHead(404, { "content-type": "text/plain" }).end(`this exporter has ${path}\n`);
      return;
    }
    response.writeHead(200, { "content-type": contentType }).end(page(now()));
  };
}
