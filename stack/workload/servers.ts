import { createServer, type RequestListener, type Server } from "node:http";
import { host, ports } from "../layout";
import { type RegionId, regions } from "../world";
import { createPages } from "./exporters/pages";
import { exporter } from "./exporters/server";
import { kubernetesApi } from "./kubernetes/server";
import type { Model } from "./model/model";

/** One listener of the workload. */
export interface Listener {
  /** What it is, for the message when its port is taken. */
  readonly name: string;
  readonly port: number;
  readonly handle: RequestListener;
}

/** A region's doors: its Kubernetes API, two gateways, two kubelets and kube-state-metrics. */
export function regionListeners(model: Model): Listener[] {
  const pages = createPages(model.anchor, undefined, model);
  return regions.flatMap(({ id }) => [
    { name: `${id} Kubernetes API`, port: ports.kubernetes(id), handle: kubernetesApi(model, id) },
    ...[0, 1].flatMap((index) => [
      {
        name: `${id} gateway ${index}`,
        port: ports.gateway(id, index),
        handle: exporter("/stats/prometheus", (at) => pages.gatewayPage(id, index, at)),
      },
      {
        name: `${id} kubelet ${index}`,
        port: ports.kubelet(id, index),
        handle: exporter("/metrics/cadvisor", (at) => pages.cadvisorPage(id, index, at)),
      },
    ]),
    kubeStateListener(id, (at) => pages.kubeStatePage(id, at)),
  ]);
}

function kubeStateListener(region: RegionId, page: (at: number) => string): Listener {
  const port = ports.kubeStateMetrics(region);
  return { name: `${region} kube-state-metrics`, port, handle: exporter("/metrics", page) };
}

/**
 * Starts to listen on all of them.
 * @throws an Error in one line when a port is taken, naming it and the setting that moves it; nothing listens then.
 */
export async function listenOn(listeners: readonly Listener[]): Promise<() => void> {
  const servers: Server[] = [];
  const close = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  try {
    for (const listener of listeners) servers.push(await listen(listener));
  } catch (error) {
    close();
    throw error;
  }
  return close;
}

function listen({ name, port, handle }: Listener): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      try {
        handle(request, response);
      } catch (error) {
        console.error(`${name}: ${request.url ?? ""}:`, error);
        if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
        response.end("internal error\n");
      }
    });
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const why = taken ? "is taken; STACK_PORT_BASE moves the stack's ports" : `failed: ${error.message}`;
      reject(new Error(`port ${port} (workload, ${name}) ${why}`));
    });
    server.listen(port, host, () => resolve(server));
  });
}
