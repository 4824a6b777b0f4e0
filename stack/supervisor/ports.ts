import { createServer } from "node:net";
import { type Component, labelOf } from "./component";

export interface PortOptions {
  /** The address that they will listen on. */
  readonly address: string;
  /** What a person sets to move these ports. */
  readonly remedy: string;
}

/** One line for every port that can't be had, such as `port 18421 is in use (nyc3 victoria-metrics); set … to …`. */
export async function portsInUse(
  components: readonly Pick<Component, "name" | "ports">[],
  { address, remedy }: PortOptions,
): Promise<string[]> {
  const wanted = components.flatMap((component) =>
    component.ports.map((port) => ({ port, label: labelOf(component) })),
  );
  const answers = await Promise.all(
    wanted.map(async (want) => ({ ...want, reason: await whyNot(want.port, address) })),
  );
  return answers.flatMap(({ port, label, reason }) =>
    reason ? [`port ${port} ${reason} (${label}); ${remedy}`] : [],
  );
}

/** Why a port can't be listened on, or undefined when it can. */
function whyNot(port: number, address: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve("is in use");
      else if (error.code === "EACCES") resolve("is for root alone");
      else reject(error);
    });
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
