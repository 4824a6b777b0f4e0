import { ports } from "../layout";
import { loadAnchor } from "./anchor";
import { Model } from "./model/model";
import { listenOn, regionListeners } from "./servers";

/**
 * The simulated workload of all regions: exporters, Kubernetes API, container logs and the ledger of what it did.
 * Run by the stack's supervisor; `GET /healthz` on its own port answers 200 once everything listens.
 */
async function main(): Promise<void> {
  const model = new Model(loadAnchor());
  const close = await listenOn([
    ...regionListeners(model),
    {
      name: "ledger",
      port: ports.workload,
      handle: (_request, response) => void response.writeHead(200).end("ok\n"),
    },
  ]);
  console.log(
    `workload: world since ${new Date(model.anchor.origin).toISOString()}, ledger on ${ports.workload}`,
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      close();
      process.exit(0);
    });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
