import { expect, test, vi } from "vitest";
import { once } from "./process";

test("makes a thing once, even when the module is loaded twice", async () => {
  const first = once("process.test", () => ({ made: 1 }));
  vi.resetModules();
  const again = await import("./process");
  expect(again.once).not.toBe(once);
  expect(again.once("process.test", () => ({ made: 2 }))).toBe(first);
});

test("what could not be made is tried again", () => {
  expect(() =>
    once("process.test.fails", () => {
      throw new Error("not yet");
    }),
  ).toThrow("not yet");
  expect(once("process.test.fails", () => 7)).toBe(7);
});
