import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { host, ports } from "@/stack/layout";
import { CannotStart, type RunningStack } from "@/stack/start-stack";
import { formatElapsed, type Reporter } from "@/stack/supervisor/reporter";
import { type RegionId, regions } from "@/stack/world";

const deadlineMs = 180_000;
const sayEveryMs = 10_000;
/** Older points than this are history or an earlier start's. */
const freshSeconds = 60;

const instantAnswer = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

interface WaitOptions {
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/**
 * Waits until a first dashboard really has data: every region's store has a fresh point of `starform:service:rps`, which took a
 * workload, an agent, the rules and both doors, and Stardeck says that it is ready.
 */
export async function waitForDashboard(
  stack: RunningStack,
  { reporter, signal }: WaitOptions,
): Promise<void> {
  const since = Math.floor(Date.now() / 1000);
  const started = Date.now();
  let said = started;
  for (;;) {
    const missing = await whatIsMissing(stack, since, signal);
    if (missing.length === 0) return;
    if (Date.now() - started > deadlineMs) {
      await stack.stop();
      throw new CannotStart(`after ${formatElapsed(deadlineMs)} there is still ${missing.join(" and ")}`);
    }
    if (Date.now() - said > sayEveryMs) {
      said = Date.now();
      reporter.step(
        "stardeck",
        `waiting: ${missing.join(", ")} (${formatElapsed(Date.now() - started)})`,
        "dim",
      );
    }
    try {
      await sleep(500, undefined, { signal });
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }
}

async function whatIsMissing(stack: RunningStack, since: number, signal: AbortSignal): Promise<string[]> {
  const answers = await Promise.all([
    ...regions.map(async ({ id }) =>
      (await hasFreshPoint(id, since, signal)) ? [] : [`no fresh point in ${id}`],
    ),
    isReady(stack.stardeck.url, signal).then((ready) => (ready ? [] : ["no ready Stardeck"])),
  ]);
  return answers.flat();
}

/** Asked of the store itself: Stardeck's own door answers no question without a tenant. */
async function hasFreshPoint(region: RegionId, since: number, signal: AbortSignal): Promise<boolean> {
  const url = new URL("/api/v1/query", `http://${host}:${ports.victoriaMetrics(region)}`);
  const series = `starform:service:rps{region="${region}"}[${freshSeconds}s]`;
  url.searchParams.set("query", `max(tlast_over_time(${series}))`);
  url.searchParams.set("latency_offset", "1ms");
  const body = await getJson(url, signal);
  const parsed = instantAnswer.safeParse(body);
  const newest = Number(parsed.data?.data.result[0]?.value[1] ?? Number.NaN);
  return newest >= since - freshSeconds;
}

const isReady = async (stardeck: string, signal: AbortSignal): Promise<boolean> =>
  (await getJson(new URL("/api/readyz", stardeck), signal)) !== undefined;

/** Undefined when the answer is no 2xx, or none came within two seconds. */
async function getJson(url: URL, signal: AbortSignal): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
    const body: unknown = await response.json().catch(() => ({}));
    return response.ok ? body : undefined;
  } catch {
    return undefined;
  }
}
