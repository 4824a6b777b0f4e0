import { parseArgs } from "node:util";
import { stateDirectory } from "@/stack/layout";
import { runUntilEnded } from "@/stack/run-until-ended";
import { printStatus } from "@/stack/status";
import { formatElapsed, formatTable } from "@/stack/supervisor/reporter";
import { accounts, regions } from "@/stack/world";
import { startWithStardeck } from "./start-with-stardeck";

const usage = `npm run demo                 two regions, Starbase and Stardeck, until Ctrl-C
npm run demo -- --reset      … on new data
npm run demo -- --restart    … starting again whatever ends by itself`;

/** `npm run demo`: returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      reset: { type: "boolean", default: false },
      restart: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { reset, restart } = values;
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  return runUntilEnded(async (context) => {
    const { reporter } = context;
    const stack = await startWithStardeck({ ...context, reset, restart, queryLog: false });
    reporter.title(`Running, with its state in ${stateDirectory}`);
    printStatus(stack.supervisor.status());
    reporter.line();
    for (const line of accountLines()) reporter.line(line);
    reporter.line(`\nStardeck is ready: ${stack.stardeck.url}`);
    // This process began with the bootstrap: the packages' installation counts.
    reporter.line(`(after ${formatElapsed(performance.now())}; Ctrl-C ends everything)`);
    return stack;
  });
}

function accountLines(): string[] {
  const sees = ({ role, memberOf }: (typeof accounts)[number]) =>
    role === "sre"
      ? `every region (${regions.map(({ id }) => id).join(", ")})`
      : `project ${memberOf.join(", ")}`;
  return formatTable(
    ["sign in as", "password", "sees"],
    accounts.map((account) => [account.email, account.password, sees(account)]),
  );
}
