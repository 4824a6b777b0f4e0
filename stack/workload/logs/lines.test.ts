import { expect, test } from "vitest";
import { regions } from "../../world";
import { Model } from "../model/model";
import { anchorAt, historyMs, minuteMs } from "../model/time";
import { type LogLine, linesOf } from "./lines";

const anchor = anchorAt(Date.parse("2026-11-23T22:00:07Z"));
const model = new Model(anchor);

function linesBetween(from: number, to: number, choose: (name: string) => boolean = () => true): LogLine[] {
  return regions.flatMap(({ id }) =>
    model
      .podsIn(id, from, to)
      .filter(({ name }) => choose(name))
      .flatMap((pod) => linesOf(model, pod, from, to)),
  );
}

const key = ({ run, timeNs, stream, text }: LogLine) => `${run.id} ${timeNs} ${stream} ${text}`;

test("a window's lines are those of its parts, in order, no two of a container at one instant", () => {
  const from = anchor.firstStart - 30 * minuteMs;
  const whole = linesBetween(from, from + 10 * minuteMs).map(key);
  const parts: string[] = [];
  // Windows that fit no slot.
  for (let at = from; at < from + 10 * minuteMs; at += 6_311) {
    parts.push(...linesBetween(at, Math.min(at + 6_311, from + 10 * minuteMs)).map(key));
  }
  expect(parts.toSorted()).toEqual(whole.toSorted());
  for (const { id } of regions) {
    for (const pod of model.podsIn(id, from, from + minuteMs)) {
      const times = linesOf(model, pod, from, from + 10 * minuteMs).map(({ timeNs }) => timeNs);
      expect(new Set(times).size).toBe(times.length);
      expect(times.toSorted((left, right) => (left < right ? -1 : 1))).toEqual(times);
    }
  }
});

test("all services together say about fifteen lines a second", () => {
  const lines = linesBetween(anchor.firstStart - 25 * minuteMs, anchor.firstStart - 5 * minuteMs);
  const rate = lines.length / (20 * 60);
  expect(rate).toBeGreaterThan(10);
  expect(rate).toBeLessThan(22);
});

test("the incident's logs tell why, and share their traces between checkout and payments", () => {
  const from = Date.parse("2026-11-23T21:40:00Z");
  const of = (service: string, text: RegExp) =>
    linesBetween(from, from + 3 * minuteMs, (name) => name.startsWith(`${service}-`)).filter((line) =>
      text.test(line.text),
    );
  const traces = (lines: LogLine[]) =>
    new Set(lines.map(({ text }) => /trace_id["=:]+([0-9a-f]{32})/.exec(text)?.[1]).filter(Boolean));
  const timeouts = of("checkout", /upstream timeout: payments after 1800 ms/);
  const locks = of("payments", /row lock|waiting for a connection/);
  expect(timeouts.length).toBeGreaterThan(50);
  expect(locks.length).toBeGreaterThan(50);
  const shared = [...traces(timeouts)].filter((trace) => traces(locks).has(trace));
  expect(shared.length).toBeGreaterThan(20);
  const calm = from - 10 * minuteMs;
  const before = linesBetween(calm, calm + 3 * minuteMs, (name) => name.startsWith("checkout-"));
  expect(before.some(({ text }) => text.includes("upstream timeout"))).toBe(false);
});

test("there is what trips a log pipeline: long lines, stack traces, colours, unicode, an 'error' that is none", () => {
  const lines = linesBetween(anchor.firstStart - 90 * minuteMs, anchor.firstStart);
  const some = (holds: (line: LogLine) => boolean) => expect(lines.some(holds)).toBe(true);
  some(({ text }) => Buffer.byteLength(text) > 16_384);
  some(({ text }) => text.startsWith("\tat "));
  some(({ text }) => text.includes("\u001b[3"));
  some(({ text }) => text.includes("山田"));
  some(({ text }) => text.includes('"level":"info"') && text.includes("error budget"));
  some(({ text }) => /^I\d{4} \d\d:\d\d:\d\d\.\d{6} /.test(text));
  expect(lines.some(({ text }) => text.includes("\n"))).toBe(false);
});

test("a build's log is whole, precedes its rollout, and says how it ended", () => {
  const from = anchor.firstStart - historyMs;
  const builds = regions
    .flatMap(({ id }) => model.podsIn(id, from, anchor.firstStart))
    .filter(({ kind }) => kind === "build");
  expect(builds.length).toBeGreaterThan(7);
  for (const pod of builds) {
    const lines = linesOf(model, pod, pod.start, pod.end);
    expect(lines[0]?.text).toMatch(/^==> Building /);
    expect(lines.at(-1)?.text).toMatch(pod.attempt?.failed ? /^==> Build failed/ : /^==> Build succeeded/);
    const last = Number((lines.at(-1)?.timeNs ?? 0n) / 1_000_000n);
    if (pod.attempt?.rollout) expect(last).toBeLessThan(pod.attempt.rollout.start);
  }
});
