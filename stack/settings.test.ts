import { expect, it } from "vitest";
import { readSettings } from "./settings";

it("has defaults, and takes an empty variable for none", () => {
  expect(readSettings({ PORT: "", HOSTNAME: "" })).toEqual({
    ok: true,
    stardeck: { hostname: "127.0.0.1", port: 3000, metricsPort: 9464, url: "http://127.0.0.1:3000" },
  });
});

it("names an address that a browser on this machine can open", () => {
  const url = (HOSTNAME: string) => {
    const settings = readSettings({ HOSTNAME, PORT: "3100" });
    return settings.ok && settings.stardeck.url;
  };
  expect(url("0.0.0.0")).toBe("http://127.0.0.1:3100");
  expect(url("::")).toBe("http://127.0.0.1:3100");
  expect(url("::1")).toBe("http://[::1]:3100");
  expect(url("10.0.0.7")).toBe("http://10.0.0.7:3100");
});

it("tells every problem at once, each with its key and what would be right", () => {
  expect(readSettings({ STACK_PORT_BASE: "65500", PORT: "http", METRICS_PORT: "0" })).toEqual({
    ok: false,
    problems: [
      'STACK_PORT_BASE: "65500" is not a port; a number from 1024 to 65435',
      'PORT: "http" is not a port; a number from 1 to 65535',
      'METRICS_PORT: "0" is not a port; a number from 1 to 65535',
    ],
  });
  expect(readSettings({ PORT: "9464" })).toEqual({
    ok: false,
    problems: ["METRICS_PORT: is the same as PORT; a port of its own"],
  });
});
