import { parseArgs } from "node:util";
import { stateDirectory } from "@/stack/layout";
import { runUntilEnded } from "@/stack/run-until-ended";
import { CannotStart, startStack } from "@/stack/start-stack";
import { printStatus } from "@/stack/status";
import { formatElapsed, formatTable } from "@/stack/supervisor/reporter";
import { accounts, regions } from "@/stack/world";
import { ensureBuild } from "./build";
import { waitForDashboard } from "./first-dashboard";

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
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const started = Date.now();
  return runUntilEnded(async ({ reporter, signal, hurry }) => {
    const failed = new AbortController();
    const build = ensureBuild({
      distDir: ".next",
      say: (line) => reporter.step("stardeck", line),
      signal: AbortSignal.any([signal, failed.signal]),
    }).catch((error: unknown) => {
      throw new CannotStart(error instanceof Error ? error.message : String(error));
    });
    // Whoever waits for it below hears of its failure; until then it is nobody's unhandled rejection.
    build.catch(() => {});
    try {
      const stack = await startStack({
        ...values,
        queryLog: false,
        only: undefined,
        stardeck: build,
        reporter,
        signal,
        hurry,
      });
      await waitForDashboard(stack, { reporter, signal });
      reporter.title(`Running, with its state in ${stateDirectory}`);
      printStatus(stack.supervisor.status());
      reporter.line();
      for (const line of accountLines()) reporter.line(line);
      reporter.line(`\nStardeck is ready: ${stack.stardeck.url}`);
      reporter.line(`(after ${formatElapsed(Date.now() - started)}; Ctrl-C ends everything)`);
      return stack;
    } catch (error) {
      failed.abort();
      throw error;
    }
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
