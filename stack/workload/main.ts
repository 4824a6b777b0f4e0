import { ports } from "../layout";
import { loadAnchor } from "./anchor";
import { ledger } from "./ledger/server";
import { positionFile } from "./logs/position";
import { LogWriter } from "./logs/writer";
import { Model } from "./model/model";
import { listenOn, regionListeners } from "./servers";
import { workloadSettings } from "./settings";

const writeEveryMs = 200;

/**
 * The simulated workload of all regions: exporters, Kubernetes API, container logs and the ledger of what it did.
 * Run by the stack's supervisor; `GET /healthz` on its own port answers 200 once everything listens.
 */
async function main(): Promise<void> {
  const settings = workloadSettings();
  const model = new Model(loadAnchor());
  // Listens before it writes: a second workload on this state must not touch the first one's files.
  let writer: LogWriter | undefined;
  const close = await listenOn([
    { name: "ledger", port: ports.workload, handle: ledger(model, () => writer?.position) },
    ...regionListeners(model),
  ]);
  const writing = new LogWriter(model, { limits: settings.logs, positionFile }, Date.now());
  writing.writeUntil(Date.now());
  writer = writing;
  const timer = setInterval(() => writing.writeUntil(Date.now()), writeEveryMs);
  console.log(
    `workload: world since ${new Date(model.anchor.origin).toISOString()}, ledger on ${ports.workload}`,
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      clearInterval(timer);
      writing.note(Date.now());
      close();
      process.exit(0);
    });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
