import type { LineFilter, LogLine } from "@/lib/logs/line";
import type { TailEvent } from "@/lib/logs/tail";
import { StoreError } from "../errors";
import { replayLines } from "../logs/replay";
import { searchLines } from "../logs/search";
import type { ProjectScope } from "../scope/capabilities";
import type { Channel, Position } from "./channel";
import { type EventId, formatEventId, parseEventId } from "./event-id";
import { tailOf } from "./hubs";
import { Viewer } from "./viewer";

export interface Following {
  readonly filter: LineFilter;
  /** The id of the last event that the viewer has, as their client sent it: anything. */
  readonly lastEventId?: string | null | undefined;
  /** Newest lines to begin with, where there is nothing to resume. */
  readonly backlog: number;
  readonly procedure: string;
  /** The viewer's own: when it aborts, nothing of them is kept. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface FollowedEvent {
  readonly id: string;
  readonly event: TailEvent;
}

/** Lines of a replay at most; what is beyond is counted. */
const replayMost = 2_000;
/**
 * A replay begins this long before the event's time: what is ingested before it may have become visible, and been found
 * by a sweep, only after it.
 */
const replayOverlap = 15_000;
/** How far back a replay goes, and a first list looks. Milliseconds. */
const [replayReach, backlogReach] = [20 * 60_000, 86_400_000];
/** A node's clock may be ahead of ours by this much, and its newest lines with it. */
const clockSkew = 600_000;
/** How long a first list may take until what came meanwhile has been dealt with. */
const settleWithin = 60_000;

/**
 * The tail of one service: what was missed or the newest lines, then everything new, each line once. Ends when the
 * signal aborts. Throws StoreError where the store answers, but not usably; while it does not answer at all, the
 * stream says so and waits.
 */
export async function* follow(scope: ProjectScope, following: Following): AsyncGenerator<FollowedEvent> {
  const { signal } = following;
  if (signal.aborted) return;
  const { hub, loop } = tailOf(scope.region);
  const channel = hub.channel(scope);
  const viewer = new Viewer(following.filter, () => channel.position);
  const leave = () => viewer.close();
  signal.addEventListener("abort", leave, { once: true });
  try {
    const last = parseEventId(following.lastEventId);
    const missed = channel.primed && last?.epoch === channel.epoch ? channel.after(last.seq) : undefined;
    // From here on nothing is missed: what was, and what comes, in one go before anything is awaited.
    for (const event of missed ?? []) viewer.take(event);
    if (channel.primed) viewer.state(hub.state);
    channel.listeners.add(viewer);
    loop.look();
    const starting = missed ? [] : start(scope, channel, viewer, following, last);
    for await (const event of starting) yield event;
    for (let next = await viewer.next(); next; next = await viewer.next()) {
      yield { id: formatEventId({ epoch: channel.epoch, ...next.position }), event: next.event };
    }
  } finally {
    signal.removeEventListener("abort", leave);
    channel.listeners.delete(viewer);
    viewer.close();
  }
}

/**
 * What a viewer begins with who can't resume: the events since theirs, or the newest lines. Until they have those, the
 * events' id stays their old one, so that a connection that breaks before begins again from there.
 */
async function* start(
  scope: ProjectScope,
  channel: Channel,
  viewer: Viewer,
  following: Following,
  last: EventId | undefined,
): AsyncGenerator<FollowedEvent> {
  const { signal, now } = following;
  const notYet = last ? formatEventId(last) : nowhere;
  while (!channel.primed) {
    const waiting = await viewer.next();
    if (!waiting) return;
    yield { id: notYet, event: waiting.event };
  }
  const position = channel.position;
  for (;;) {
    try {
      const { gap, lines } = await startingLines(scope, position, following, last);
      viewer.leaveOut(new Set(lines.map(({ id }) => id)), position.ingestedAt + settleWithin);
      if (gap) yield { id: notYet, event: gap };
      if (lines.length > 0) {
        const id = formatEventId({ epoch: channel.epoch, ...position });
        yield { id, event: { type: "lines", lines, late: false } };
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof StoreError) || !passing.has(error.fault)) throw error;
      yield { id: notYet, event: { type: "state", state: "reconnecting", since: now() } };
      await pause(1_000, signal);
    }
  }
}

/** An id that no stream resumes from: whoever sends it starts anew. */
const nowhere = "0-0-0";

const passing = new Set(["unreachable", "timeout", "overloaded"]);

async function startingLines(
  scope: ProjectScope,
  { ingestedAt }: Position,
  { filter, backlog, procedure, signal, now }: Following,
  last: EventId | undefined,
): Promise<{ gap?: TailEvent; lines: readonly LogLine[] }> {
  const asking = { procedure, signal };
  if (last && last.ingestedAt <= ingestedAt + clockSkew && ingestedAt - last.ingestedAt < replayReach) {
    const ingestedAfter = last.ingestedAt - replayOverlap;
    const { lines, skipped } = await replayLines(scope, { ingestedAfter, filter, most: replayMost }, asking);
    const span = { from: ingestedAfter, to: ingestedAt };
    if (skipped === 0) return { lines };
    return { gap: { type: "gap", reason: "rate", count: skipped, ...span }, lines };
  }
  if (backlog === 0) return { lines: [] };
  const range = { from: now() - backlogReach, to: now() + clockSkew };
  const { lines } = await searchLines(scope, { range, filter, limit: backlog }, asking);
  const newestLast = [...lines].reverse();
  if (!last || last.ingestedAt > ingestedAt) return { lines: newestLast };
  const gap = { type: "gap", reason: "outage", count: null, from: last.ingestedAt, to: ingestedAt } as const;
  return { gap, lines: newestLast };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
  });
}
