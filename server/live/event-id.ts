/**
 * Where in a tail an event stands: `epoch-seq-ingestedMs`. The epoch names one hub's one memory of one service, the
 * number the event's place in it, and the time how far the store had been read: what to replay from where the epoch is
 * gone.
 */
export interface EventId {
  readonly epoch: string;
  readonly seq: number;
  /** Epoch milliseconds of ingestion, the store's clock. */
  readonly ingestedAt: number;
}

const form = /^([0-9a-z]{1,16})-(0|[1-9]\d{0,14})-([1-9]\d{0,14})$/;

export const formatEventId = ({ epoch, seq, ingestedAt }: EventId): string =>
  `${epoch}-${seq}-${Math.trunc(ingestedAt)}`;

/** Undefined for whatever is not an id of ours, however long: a client may send anything. */
export function parseEventId(text: string | null | undefined): EventId | undefined {
  if (!text || text.length > 64) return undefined;
  const [, epoch, seq, ingestedAt] = form.exec(text) ?? [];
  if (epoch === undefined || seq === undefined || ingestedAt === undefined) return undefined;
  return { epoch, seq: Number(seq), ingestedAt: Number(ingestedAt) };
}
