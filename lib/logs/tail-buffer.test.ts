import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareNewestFirst, type LogLine } from "./line";
import { TailBuffer, type TailSnapshot } from "./tail-buffer";
import { gapWindow, type TailRow } from "./tail-rows";

const t0 = 1_790_000_000_000;

const lineAt = (id: number, ms: number): LogLine => ({
  id: String(id),
  ts: `${t0 + ms}000000`,
  level: "info",
  stream: "stdout",
  kind: "runtime",
  replica: "checkout-7d9c5b6f4-x2k4p",
  container: "app",
  node: "node-1",
  deploymentId: "7f3a",
  message: `line ${id}`,
  attrs: {},
  traceId: "",
  spanId: "",
  truncated: false,
  ingestedAt: t0 + ms + 1_000,
});

const lines = (rows: readonly LogLine[], late = false) => ({ type: "lines", lines: rows, late }) as const;
const idsOf = (snapshot: TailSnapshot) =>
  snapshot.rows.map((row) => (row.kind === "line" ? row.line.id : `gap:${row.reason}:${row.count}`));
const settle = (buffer: TailBuffer) => buffer.receive({ type: "complete", upTo: t0 });

describe("TailBuffer", () => {
  it("lists lines newest first, each once, ties by id", () => {
    const buffer = new TailBuffer();
    buffer.receive(lines([lineAt(1, 0), lineAt(2, 10)]));
    buffer.receive(lines([lineAt(-5, 10), lineAt(3, 5), lineAt(2, 10)]));
    expect(idsOf(buffer.snapshot())).toEqual(["2", "-5", "3", "1"]);
    expect(buffer.snapshot().counts).toMatchObject({ received: 4, listed: 4 });
  });

  it("marks what came after much newer lines, but not the lines it opened with", () => {
    const buffer = new TailBuffer();
    buffer.receive(lines([lineAt(1, 60_000)]));
    buffer.receive(lines([lineAt(2, 0)]));
    settle(buffer);
    buffer.receive(lines([lineAt(3, 50_000), lineAt(4, 58_000)]));
    buffer.receive(lines([lineAt(5, 59_000)], true));
    const late = buffer.snapshot().rows.filter((row) => row.kind === "line" && row.late);
    expect(late.map((row) => row.at.id)).toEqual(["5", "3"]);
  });

  it("stands still while held and counts what waits", () => {
    const buffer = new TailBuffer();
    buffer.receive(lines([lineAt(1, 0)]));
    buffer.hold();
    buffer.receive(lines([lineAt(2, 1)]));
    expect(idsOf(buffer.snapshot())).toEqual(["1"]);
    expect(buffer.snapshot().counts).toMatchObject({ received: 2, listed: 1, held: 1 });
    buffer.release();
    expect(idsOf(buffer.snapshot())).toEqual(["2", "1"]);
    expect(buffer.snapshot().counts).toMatchObject({ received: 2, listed: 2, held: 0 });
  });

  it("says what it gave up while held, where it was, and in which window it can be loaded", () => {
    const buffer = new TailBuffer({ listed: 10, held: 2, remembered: 100 });
    buffer.receive(lines([lineAt(1, 0)]));
    buffer.hold();
    buffer.receive(lines([2, 3, 4, 5].map((id) => lineAt(id, id * 100))));
    buffer.release();
    expect(idsOf(buffer.snapshot())).toEqual(["5", "4", "gap:held:2", "1"]);
    expect(buffer.snapshot().counts).toMatchObject({ received: 5, listed: 3, overflowed: 2 });
    const gap = buffer.snapshot().rows[2];
    expect(gap?.kind === "gap" && gapWindow(gap)).toEqual({ from: t0 + 200, to: t0 + 301 });
  });

  it("lets the oldest fall off a full list and loads them again on request", () => {
    const buffer = new TailBuffer({ listed: 2, held: 2, remembered: 100 });
    buffer.receive(lines([lineAt(1, 1), lineAt(2, 2), lineAt(3, 3)]));
    expect(idsOf(buffer.snapshot())).toEqual(["3", "2"]);
    expect(buffer.snapshot().counts).toMatchObject({ received: 3, listed: 2, fallen: 1 });
    expect(buffer.snapshot().oldest?.id).toBe("2");
    buffer.addStored([lineAt(2, 2), lineAt(1, 1)]);
    expect(idsOf(buffer.snapshot())).toEqual(["3", "2", "1"]);
  });

  it("draws a hub's gap once where it lies and adds up neighbours", () => {
    const buffer = new TailBuffer();
    buffer.receive(lines([lineAt(1, 0), lineAt(2, 2_000)]));
    buffer.receive({ type: "gap", reason: "rate", count: 300, from: t0 + 500, to: t0 + 900 });
    buffer.receive({ type: "gap", reason: "rate", count: 12, from: t0 + 900, to: t0 + 1_200 });
    buffer.receive({ type: "gap", reason: "outage", count: null, from: t0 + 1_200, to: t0 + 1_300 });
    expect(idsOf(buffer.snapshot())).toEqual(["2", "gap:outage:null", "gap:rate:312", "1"]);
    expect(buffer.snapshot().counts).toMatchObject({ gaps: 312, outages: 1 });
  });

  it("never takes its watermark back", () => {
    const buffer = new TailBuffer();
    buffer.receive({ type: "complete", upTo: t0 + 5 });
    buffer.receive({ type: "complete", upTo: t0 });
    expect(buffer.snapshot().completeUpTo).toBe(t0 + 5);
  });

  it("keeps one snapshot until something changes", () => {
    const buffer = new TailBuffer();
    buffer.receive(lines([lineAt(1, 0)]));
    expect(buffer.snapshot()).toBe(buffer.snapshot());
  });
});

type Step =
  | { do: "receive"; ids: number[]; late: boolean }
  | { do: "stored"; ids: number[] }
  | { do: "gap"; count: number; ms: number }
  | { do: "hold" | "release" | "settle" };

const someIds = fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 12 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("receive" as const), ids: someIds, late: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stored" as const), ids: someIds }) },
  fc.record({ do: fc.constant("gap" as const), count: fc.nat(50), ms: fc.nat(100) }),
  fc.record({ do: fc.constantFrom("hold" as const, "release" as const, "settle" as const) }),
);

/** Ids share instants, so that ties are common. */
const lineOf = (id: number) => lineAt(id, Math.abs(id) % 17);

function take(buffer: TailBuffer, one: Step): void {
  if (one.do === "receive") buffer.receive(lines(one.ids.map(lineOf), one.late));
  else if (one.do === "stored") buffer.addStored(one.ids.map(lineOf));
  else if (one.do === "gap")
    buffer.receive({ type: "gap", reason: "rate", count: one.count, from: t0 + one.ms, to: t0 + one.ms + 1 });
  else if (one.do === "hold") buffer.hold();
  else if (one.do === "release") buffer.release();
  else settle(buffer);
}

function inOrder(rows: readonly TailRow[]): void {
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next && row.kind === "line" && next.kind === "line") {
      expect(compareNewestFirst(row.at, next.at)).toBeLessThan(0);
    }
  }
}

describe("whatever comes", () => {
  it("the list is in order, each id once, and the counts add up at every step", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (steps, bound) => {
        const buffer = new TailBuffer({ listed: bound, held: bound, remembered: 1_000 });
        const sent = new Set<number>();
        for (const one of steps) {
          const before = idsOf(buffer.snapshot());
          const held = buffer.holding && one.do !== "release" && one.do !== "stored";
          take(buffer, one);
          if (one.do === "receive") for (const id of one.ids) sent.add(id);
          const { rows, counts } = buffer.snapshot();
          inOrder(rows);
          const listed = rows.flatMap((row) => (row.kind === "line" ? [row.line.id] : []));
          expect(new Set(listed).size).toBe(listed.length);
          expect(counts.received).toBe(counts.listed + counts.held + counts.overflowed + counts.fallen);
          expect(rows.filter((row) => row.kind === "line" && row.origin === "tail").length).toBe(
            counts.listed,
          );
          expect(counts.received).toBeLessThanOrEqual(sent.size);
          if (held) expect(idsOf(buffer.snapshot())).toEqual(before);
        }
      }),
    );
  });

  it("with room for all, a released list holds exactly what was sent, and gap counts are kept", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const buffer = new TailBuffer({ listed: 10_000, held: 10_000, remembered: 10_000 });
        for (const one of steps) take(buffer, one);
        buffer.release();
        const { rows, counts } = buffer.snapshot();
        const sent = new Set(
          steps.flatMap((one) => (one.do === "receive" || one.do === "stored" ? one.ids.map(String) : [])),
        );
        expect(new Set(rows.flatMap((row) => (row.kind === "line" ? [row.line.id] : [])))).toEqual(sent);
        const told = rows.reduce((sum, row) => sum + (row.kind === "gap" ? (row.count ?? 0) : 0), 0);
        expect(told).toBe(counts.gaps);
        expect(counts).toMatchObject({ held: 0, overflowed: 0, fallen: 0 });
      }),
    );
  });
});
