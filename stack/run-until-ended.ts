import { stateDirectory } from "./layout";
import { whenNpmIsGone } from "./npm-parent";
import { MissingProgram } from "./programs/missing";
import { CannotStart, type RunningStack } from "./start-stack";
import { type Reporter, streamReporter } from "./supervisor/reporter";
import { ComponentFailed } from "./supervisor/supervisor";

const echoMs = 500;
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
  let askedAt = 0;
  const onSignal = (name: NodeJS.Signals) => {
    if (asked.signal.aborted) {
      // One Ctrl-C may come twice: from the terminal, and handed on by npm.
      if (Date.now() - askedAt > echoMs) hurry.abort();
      return;
    }
    askedAt = Date.now();
    reporter.line(`\n${name}: ending every process (again to end them at once)`);
    asked.abort();
  };
  for (const name of endings) process.on(name, onSignal);
  const stopWatching = whenNpmIsGone(() => asked.abort());
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
    reporter.line(`\n${wordsFor(error)}`);
    return 1;
  } finally {
    stopWatching();
    for (const name of endings) process.off(name, onSignal);
  }
}

function wordsFor(error: unknown): string {
  const isForPeople =
    error instanceof CannotStart || error instanceof MissingProgram || error instanceof ComponentFailed;
  if (isForPeople) return error.message;
  if (isOfStateDirectory(error)) {
    return `the state can't be kept in ${stateDirectory} (${error.message}); set STARDECK_STATE to another directory`;
  }
  return inFull(error);
}

/** What a file system refuses: a directory that is another user's, or none, or a disk that is full. */
function isOfStateDirectory(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { code = "", path, syscall }: NodeJS.ErrnoException = error;
  const codes = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT"];
  // Node takes the parent of a directory on a read-only disk for missing.
  if (!codes.includes(code) && !(code === "ENOENT" && syscall === "mkdir")) return false;
  // A write to an open file names no path.
  return path?.startsWith(stateDirectory) ?? syscall === "write";
}

const inFull = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));
