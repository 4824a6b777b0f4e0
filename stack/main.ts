import { parseArgs } from "node:util";
import { paths, stateDirectory } from "./layout";
import { runUntilEnded } from "./run-until-ended";
import { startStack } from "./start-stack";
import { printStatus } from "./status";
import { askSupervisor, type ControlRequest, NotPossible } from "./supervisor/control";

const usage = `npm run stack                     the two regions and Starbase, until Ctrl-C
npm run stack -- --reset          … on new data
npm run stack -- --restart        … starting again whatever ends by itself
npm run stack -- --query-log      … with ClickHouse's system.query_log, kept for a day
npm run stack -- --only NAME,…    … just these, such as nyc3 or fra1.clickhouse
npm run stack -- start NAME       start one again, such as fra1.vmagent (from another terminal)
npm run stack -- stop NAME        stop one
npm run stack -- status           what runs`;

/** `npm run stack`: returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      reset: { type: "boolean", default: false },
      restart: { type: "boolean", default: false },
      "query-log": { type: "boolean", default: false },
      only: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [verb, name] = positionals;
  if (values.help) return say(usage, 0);
  if (verb === "status" && !name) return ask({ action: "status" });
  if ((verb === "start" || verb === "stop") && name && positionals.length === 2) {
    return ask({ action: verb, name });
  }
  if (verb) return say(`unknown: ${positionals.join(" ")}\n${usage}`, 1);
  return runUntilEnded(async ({ reporter, signal, hurry }) => {
    const stack = await startStack({
      reset: values.reset,
      restart: values.restart,
      queryLog: values["query-log"],
      only: values.only?.split(","),
      stardeck: undefined,
      reporter,
      signal,
      hurry,
    });
    reporter.title(`The stack runs, its state in ${stateDirectory}`);
    printStatus(stack.supervisor.status());
    reporter.line("\n`npm run dev` beside it starts Stardeck. Ctrl-C ends it.");
    return stack;
  });
}

/** Asks the supervisor that runs in another terminal, and prints what runs after that. */
async function ask(request: ControlRequest): Promise<number> {
  try {
    printStatus(await askSupervisor(paths.run, request));
    return 0;
  } catch (error) {
    if (error instanceof NotPossible) return say(error.message, 1);
    throw error;
  }
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}
