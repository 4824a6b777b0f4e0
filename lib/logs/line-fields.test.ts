import { describe, expect, it } from "vitest";
import { groupState, levelGroups, levelSigns, pressGroup } from "./level-signs";
import { type LogLine, levels } from "./line";
import { lineFields, lineInstant, lineJson, shortPod } from "./line-fields";

const line: LogLine = {
  id: "-42",
  ts: "1790000000123456789",
  level: "error",
  stream: "stderr",
  kind: "runtime",
  replica: "checkout-7d9c5b6f4-x2k4p",
  container: "app",
  node: "node-1",
  deploymentId: "",
  message: 'said "no"',
  attrs: { status: "500", path: "/cart" },
  traceId: "",
  spanId: "",
  truncated: false,
  ingestedAt: 1_790_000_001_000,
};

describe("a line's fields", () => {
  it("keep every nanosecond", () => {
    expect(lineInstant(line)).toBe("2026-09-21T14:13:20.123456789Z");
    expect(lineInstant({ ts: "1790000000000000007" })).toBe("2026-09-21T14:13:20.000000007Z");
  });

  it("leave out what is empty and sort attributes", () => {
    expect(lineFields(line).map(({ name }) => name)).toEqual([
      "ts",
      "level",
      "replica",
      "container",
      "node",
      "stream",
      "kind",
      "attrs.path",
      "attrs.status",
      "ingested_at",
      "line_id",
    ]);
  });

  it("make a JSON object that parses, ids as text", () => {
    expect(JSON.parse(lineJson(line))).toMatchObject({
      line_id: "-42",
      message: 'said "no"',
      attrs: { path: "/cart", status: "500" },
    });
  });
});

describe("shortPod", () => {
  it.each([
    ["checkout-7d9c5b6f4-x2k4p", "checkout-x2k4p"],
    ["store-front-6c8f9d7b5d-zz9x8", "store-front-zz9x8"],
    ["postgres-0", "postgres-0"],
    ["", ""],
  ])("%s is %s", (replica, short) => expect(shortPod(replica)).toBe(short));
});

describe("levels", () => {
  it("are each in one switch", () => {
    expect(levelGroups.flatMap((group) => [...group.levels]).toSorted()).toEqual([...levels].toSorted());
    expect(Object.keys(levelSigns).toSorted()).toEqual([...levels].toSorted());
  });

  it("are chosen and given up by groups; all of them is none chosen", () => {
    const [error, warn, info, debug, other] = levelGroups;
    expect(pressGroup(error, [])).toEqual(["error", "fatal"]);
    expect(groupState(error, ["error"])).toBe("mixed");
    expect(pressGroup(error, ["error"])).toEqual(["error", "fatal"]);
    expect(pressGroup(error, ["error", "fatal", "info"])).toEqual(["info"]);
    const all = [warn, info, debug, other].reduce(
      (chosen, group) => pressGroup(group, chosen),
      pressGroup(error, []),
    );
    expect(all).toEqual([]);
  });
});
