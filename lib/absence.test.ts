import { expect, it } from "vitest";
import { absenceWord } from "./absence";
import type { ServiceMetrics } from "./metrics";

const data: ServiceMetrics = {
  region: "nyc3",
  step: 15,
  start: 1_000,
  points: 21,
  series: { cpu: new Array<null>(21).fill(null) },
  holes: {},
  newest: { cpu: { value: 1, at: 1_270_000 } },
  asOf: 1_310_000,
  unfinished: 0,
};

it("calls a hole before the newest sample a gap, and what follows it awaited", () => {
  expect(absenceWord(data, "cpu", 3)).toBe("gap");
  expect(absenceWord(data, "cpu", 18)).toBe("gap");
  expect(absenceWord(data, "cpu", 19)).toBe("not yet");
});

it("stops waiting after two minutes", () => {
  expect(absenceWord({ ...data, asOf: 1_405_001 }, "cpu", 19)).toBe("gap");
  expect(absenceWord({ ...data, newest: {} }, "cpu", 19)).toBe("not yet");
});
