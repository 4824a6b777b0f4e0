import { CannotStart, type RunningStack, type StackOptions, startStack } from "@/stack/start-stack";
import { ensureBuild } from "./build";
import { waitForDashboard } from "./first-dashboard";

type Options = Omit<StackOptions, "stardeck" | "only">;

/**
 * Starts the embedded regions and Stardeck before them, built meanwhile if need be, and resolves when a first dashboard has data.
 * Rejects as `startStack` does, and with `CannotStart` when the build fails; nothing runs any more by then.
 */
export async function startWithStardeck(options: Options): Promise<RunningStack> {
  const { reporter, signal } = options;
  const failed = new AbortController();
  let building: Promise<void> = Promise.resolve();
  const build = () => {
    building = ensureBuild({
      distDir: process.env.NEXT_DIST_DIR ?? ".next",
      say: (line) => reporter.step("stardeck", line),
      signal: AbortSignal.any([signal, failed.signal]),
    }).catch((error: unknown) => {
      throw new CannotStart(error instanceof Error ? error.message : String(error));
    });
    return building;
  };
  try {
    const stack = await startStack({ ...options, only: undefined, stardeck: build });
    await waitForDashboard(stack, options);
    return stack;
  } catch (error) {
    failed.abort();
    // The builder has ended before this does.
    await building.catch(() => {});
    throw error;
  }
}
