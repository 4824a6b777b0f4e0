import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { host, ports } from "@/stack/layout";
import { CannotStart, type RunningStack } from "@/stack/start-stack";
import { formatElapsed, type Reporter } from "@/stack/supervisor/reporter";
import { type RegionId, regions } from "@/stack/world";

const deadlineMs = 180_000;
const sayEveryMs = 10_000;
/** What a page shows when its URL names no range. */
const defaultRangeSeconds = 3_600;

const instantAnswer = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

interface WaitOptions {
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/**
 * Waits until a first dashboard really has data and Stardeck says that it is ready. At a first start every region must have a
 * point of `starform:service:rps` that its agent scraped and its rules recorded just now; later starts have what earlier ones
 * wrote, and draw it at once. Ends the stack when it rejects.
 */
export async function waitForDashboard(
  stack: RunningStack,
  { reporter, signal }: WaitOptions,
): Promise<void> {
  const started = Date.now();
  let said = started;
  try {
    for (;;) {
      const missing = await whatIsMissing(stack, signal);
      if (missing.length === 0) return;
      const elapsed = Date.now() - started;
      if (elapsed > deadlineMs) {
        throw new CannotStart(`After ${formatElapsed(elapsed)} there is still ${missing.join(" and ")}`);
      }
      if (Date.now() - said > sayEveryMs) {
        said = Date.now();
        reporter.step("stardeck", `${missing.join(", ")} yet (${formatElapsed(elapsed)})`, "dim");
      }
      await sleep(500, undefined, { signal });
    }
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function whatIsMissing(stack: RunningStack, signal: AbortSignal): Promise<string[]> {
  const oldest = stack.isFirstStart
    ? stack.agentsStartedAt.getTime() / 1000
    : Date.now() / 1000 - defaultRangeSeconds;
  const answers = await Promise.all([
    ...regions.map(async ({ id }) => {
      const newest = await newestPoint(id, signal);
      return newest !== undefined && newest >= oldest ? [] : [`no point from ${id}`];
    }),
    isReady(stack.stardeck.url, signal).then((ready) => (ready ? [] : ["no ready Stardeck"])),
  ]);
  return answers.flat();
}

/**
 * When a region's newest `starform:service:rps` was recorded, in seconds since 1970. Asked of the store itself: Stardeck's own door
 * answers no question without a tenant.
 */
async function newestPoint(region: RegionId, signal: AbortSignal): Promise<number | undefined> {
  const url = new URL("/api/v1/query", `http://${host}:${ports.victoriaMetrics(region)}`);
  const series = `starform:service:rps{region="${region}"}[${defaultRangeSeconds}s]`;
  url.searchParams.set("query", `max(tlast_over_time(${series}))`);
  url.searchParams.set("latency_offset", "1ms");
  const answer = instantAnswer.safeParse(await getJson(url, signal)).data;
  const newest = answer?.data.result[0]?.value[1];
  return newest === undefined ? undefined : Number(newest);
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
