import { MissingProgram } from "./programs/missing";
import { CannotStart, type RunningStack } from "./start-stack";
import { type Reporter, streamReporter } from "./supervisor/reporter";
import { ComponentFailed } from "./supervisor/supervisor";

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a stack in the foreground until a signal ends it, and returns the exit code: 0 for an end that was asked for, 1 when it
 * could not start. A second Ctrl-C does not wait for anybody.
 */
export async function runUntilEnded(
  start: (context: { reporter: Reporter; signal: AbortSignal; hurry: AbortSignal }) => Promise<RunningStack>,
): Promise<number> {
  const reporter = streamReporter(process.stdout);
  const asked = new AbortController();
  const hurry = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (asked.signal.aborted) {
      hurry.abort();
      return;
    }
    reporter.line(`\n${name}: ending every process (again to end them at once)`);
    asked.abort();
  };
  for (const name of endings) process.on(name, onSignal);
  const watching = whenNpmIsGone(() => asked.abort());
  try {
    const stack = await start({ reporter, signal: asked.signal, hurry: hurry.signal });
    await new Promise<void>((resolve) => {
      if (asked.signal.aborted) resolve();
      else asked.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await stack.stop();
    reporter.line("Everything has ended.");
    return 0;
  } catch (error) {
    if (asked.signal.aborted) {
      reporter.line("Everything has ended.");
      return 0;
    }
    const isForPeople =
      error instanceof CannotStart || error instanceof MissingProgram || error instanceof ComponentFailed;
    reporter.line(`\n${isForPeople ? error.message : inFull(error)}`);
    return 1;
  } finally {
    clearInterval(watching);
    for (const name of endings) process.off(name, onSignal);
  }
}

/**
 * An npm that was killed outright could hand on no signal: its command would go on without anybody to end it. Only where
 * npm is the parent; a shell that puts a command into the background ends at once, and means no harm by it.
 */
function whenNpmIsGone(end: () => void): NodeJS.Timeout | undefined {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    end();
  }, 1_000);
  return watching.unref();
}

const inFull = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));
