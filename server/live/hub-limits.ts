/** All in milliseconds, and lines. */
export const hubLimits = {
  /** A row that becomes visible within this time of its stamp is delivered or counted: above the writer's own limit (8 s). */
  overlap: 10_000,
  /** How far every head looks back behind the last one: what becomes visible later than that is the sweep's. */
  margin: 2_000,
  sweepEvery: 3_000,
  sweepSince: 12_000,
  sweepUntil: 2_000,
  /** After a failure the hub catches up in windows of this length at most, and over this time at most. */
  slice: 30_000,
  outage: 300_000,
  /** How long a line is remembered, so that a batch that is sent again is not delivered again. */
  remember: 120_000,
  /** Lines of one service, and of all, in one head or sweep. */
  serviceLines: 2_000,
  allLines: 10_000,
  /** Lines of one question: 1,000 long ones fit the store's limit of a result; where not, it is halved. */
  questionLines: 1_000,
  /** How long a service is still polled for after its last viewer left. */
  linger: 15_000,
} as const;
