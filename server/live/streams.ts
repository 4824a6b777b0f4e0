import { LimitError } from "../errors";
import { once } from "../process";

/** How many streams each user holds open in this process. */
const openStreams = () => once("live.streams", () => new Map<string, number>());

/** Counts one more stream of a user until the returned function is called. Throws LimitError where that is too many. */
export function openStream(userId: string, most: number): () => void {
  const open = openStreams();
  const before = open.get(userId) ?? 0;
  if (before >= most) {
    throw new LimitError(
      `You have ${before} live views open, as many as one person can have. Close one and try again.`,
    );
  }
  open.set(userId, before + 1);
  let closed = false;
  return () => {
    if (closed) return;
    closed = true;
    const left = (open.get(userId) ?? 1) - 1;
    if (left > 0) open.set(userId, left);
    else open.delete(userId);
  };
}
