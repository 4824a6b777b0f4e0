import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import type { Environment } from "./environment";
import type { ConfigProblem } from "./problems";

type Addresses = Pick<Environment, "hostname" | "port" | "metricsPort">;

/** Nothing on this very machine takes that long to answer; what is elsewhere is no answer either. */
const answerMs = 1_000;

/**
 * What stands in the way of listening, every problem at once: an address that this machine does not have, a port that
 * somebody else listens on. Nothing is listened on to find out, not even for a moment.
 */
export async function addressProblems({ hostname, port, metricsPort }: Addresses): Promise<ConfigProblem[]> {
  if (!(await isHere(hostname))) {
    const right = "one that it has, such as 127.0.0.1, or 0.0.0.0 for all";
    return [
      { source: "environment", key: "HOSTNAME", wrong: `${hostname} is no address of this machine`, right },
    ];
  }
  const keys = { PORT: port, METRICS_PORT: metricsPort };
  const problems = await Promise.all(
    Object.entries(keys).map(async ([key, value]): Promise<ConfigProblem[]> => {
      if (!(await isAnswered(value, hostname))) return [];
      const wrong = `${value} on ${hostname} is in use`;
      return [{ source: "environment", key, wrong, right: "another port, or stop what listens there" }];
    }),
  );
  return problems.flat();
}

/** Whether a name or an address is this machine's: a datagram socket can be bound to it, to which nobody can connect. */
async function isHere(hostname: string): Promise<boolean> {
  const socket = createSocket(hostname.includes(":") ? "udp6" : "udp4");
  try {
    socket.bind({ address: hostname, port: 0, exclusive: true });
    await once(socket, "listening");
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

/** Whether somebody accepts connections there. Connecting to 0.0.0.0 or :: reaches this machine. */
async function isAnswered(port: number, hostname: string): Promise<boolean> {
  const socket = connect({ port, host: hostname, timeout: answerMs });
  socket.once("timeout", () => socket.destroy(new Error("no answer")));
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
