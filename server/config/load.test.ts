import { describe, expect, test } from "vitest";
import { loadConfig } from "./load";
import { ConfigError } from "./problems";

const secret = "0123456789abcdef0123456789abcdef";

const valid = `publicUrl: https://stardeck.example.com
auth:
  issuer: https://starbase.example.com
  clientId: stardeck
  clientSecret: \${CLIENT_SECRET}
  sessionSecret: \${SESSION_SECRET}
catalog:
  starbase: https://starbase.example.com/
regions:
  - id: nyc3
    name: New York 3
    metrics:
      kind: victoriametrics
      url: http://10.0.0.1:8427/
      token: read
      platformToken: platform
    logs:
      url: http://10.0.0.2:8123
      username: reader
      password: p1
      tailUsername: tail
      tailPassword: p2
      freshnessUsername: freshness
      freshnessPassword: p3
`;

const variables = { CLIENT_SECRET: "client-secret", SESSION_SECRET: secret };

function load(text: string, more: Record<string, string> = {}) {
  return loadConfig({ ...variables, ...more }, () => text);
}

/** `line key wrong` of each problem, in order. */
function problemsOf(text: string, more: Record<string, string> = {}): string[] {
  const result = load(text, more);
  if (result.ok) return [];
  return result.problems.map(({ line, key, wrong }) =>
    [line, key, wrong].filter((part) => part !== undefined && part !== "").join(" "),
  );
}

const change = (from: string | RegExp, to: string) => {
  const changed = valid.replace(from, () => to);
  if (changed === valid) throw new Error(`nothing to change: ${from}`);
  return changed;
};

describe("a right configuration", () => {
  test("has its secrets from the environment, its defaults, durations in milliseconds and URLs without a tail", () => {
    const result = load(valid);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { config } = result;
    expect(config.auth).toMatchObject({
      clientSecret: "client-secret",
      sessionSecret: secret,
      lifetimes: { idle: 7_200_000, absolute: 43_200_000 },
    });
    expect(config.catalog).toEqual({ kind: "starbase", url: "https://starbase.example.com" });
    expect(config.regions[0]?.metrics.url).toBe("http://10.0.0.1:8427");
    expect(config.regions[0]?.logs).toMatchObject({ database: "stardeck", table: "logs" });
    expect(config.freshness).toEqual({ delayedAfter: 60_000, staleAfter: 120_000 });
    expect(config.limits).toEqual({ storeTimeout: 5_000, maxRange: 7_776_000_000, streamsPerUser: 24 });
    expect(config.environment).toEqual({
      port: 3000,
      hostname: "127.0.0.1",
      metricsPort: 9464,
      configPath: "stardeck.config.yaml",
      mode: "production",
      logLevel: "info",
    });
  });

  test("finds a catalog file beside itself", () => {
    const result = load(change(/starbase: https.*/, "file: catalog.yaml"), {
      STARDECK_CONFIG: "/etc/stardeck/config.yaml",
    });
    expect(result).toMatchObject({
      ok: true,
      config: { catalog: { kind: "file", path: "/etc/stardeck/catalog.yaml" } },
    });
  });

  test("takes what the environment gives as text, whatever it looks like", () => {
    for (const odd of ["1e5", "null", "true", "a: b # c", "'", `\${SESSION_SECRET}`]) {
      expect(load(valid, { CLIENT_SECRET: odd })).toMatchObject({
        ok: true,
        config: { auth: { clientSecret: odd } },
      });
    }
  });

  test("a dollar that is doubled stays a dollar", () => {
    const result = load(change("password: p1", `password: $\${X}-$5`));
    expect(result).toMatchObject({ ok: true, config: { regions: [{ logs: { password: `\${X}-$5` } }] } });
  });

  test("numbers may come from the environment too", () => {
    expect(load(`${valid}limits: { streamsPerUser: "\${STREAMS}" }\n`, { STREAMS: "7" })).toMatchObject({
      ok: true,
      config: { limits: { streamsPerUser: 7 } },
    });
  });

  test.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])(
    "plain http is right on %s",
    (url) => {
      expect(problemsOf(change("https://stardeck.example.com", `"${url}"`))).toEqual([]);
    },
  );
});

describe("one problem", () => {
  const cases: [string, string, string][] = [
    [
      "http in public",
      change("https://stardeck", "http://stardeck"),
      "1 publicUrl is plain http on a host that is not this machine: use https",
    ],
    [
      "a public URL with a path",
      change("stardeck.example.com", "example.com/stardeck"),
      "1 publicUrl has a path: Stardeck lives at the root of its host",
    ],
    [
      "http to the issuer",
      change("issuer: https", "issuer: http"),
      "3 auth.issuer is plain http on a host that is not this machine: use https",
    ],
    [
      "not a URL",
      change("issuer: https://starbase.example.com", "issuer: starbase"),
      "3 auth.issuer is not a URL",
    ],
    [
      "another scheme",
      change("http://10.0.0.1:8427/", "ftp://10.0.0.1"),
      "14 regions[0].metrics.url is not an http or https URL",
    ],
    [
      "credentials in a URL",
      change("http://10.0.0.1", "http://a:b@10.0.0.1"),
      "14 regions[0].metrics.url carries a user or a password: they have keys of their own",
    ],
    [
      "a short secret",
      change(`\${SESSION_SECRET}`, "short"),
      "6 auth.sessionSecret is shorter than 32 characters",
    ],
    ["a missing key", change(/ {2}clientId.*\n/, ""), "2 auth.clientId is missing"],
    ["a key without a value", change("clientId: stardeck", "clientId:"), "4 auth.clientId has no value"],
    ["a number for text", change("clientId: stardeck", "clientId: 7"), "4 auth.clientId is not text"],
    [
      "an unknown key",
      change("clientId:", "clientID:"),
      "4 auth.clientID is not a key that Stardeck knows here",
    ],
    [
      "another store",
      change("kind: victoriametrics", "kind: influx"),
      "13 regions[0].metrics.kind is not a kind of store that Stardeck reads",
    ],
    ["a region's id", change("id: nyc3", "id: NYC 3"), "10 regions[0].id is not a slug"],
    [
      "two sources of the catalog",
      change(/starbase: https.*/, "starbase: https://a.test\n  file: b"),
      "7 catalog names both `starbase` and `file`",
    ],
    [
      "no source of the catalog",
      change(/catalog:\n.*\n/, "catalog: {}\n"),
      "7 catalog names neither `starbase` nor `file`",
    ],
    ["no regions", change(/regions:[\s\S]*/, "regions: []\n"), "9 regions names no region"],
    ["regions that are no list", change(/regions:[\s\S]*/, "regions: nyc3\n"), "9 regions is not a list"],
    [
      "a duration",
      `${valid}freshness: { staleAfter: 2 minutes }\n`,
      "25 freshness.staleAfter is not a duration: a whole number and ms, s, m, h or d",
    ],
    [
      "durations in the wrong order",
      `${valid}freshness: { delayedAfter: 5m }\n`,
      "25 freshness.delayedAfter is longer than staleAfter (120s)",
    ],
    [
      "lifetimes in the wrong order",
      change("  clientId", "  lifetimes: { idle: 2h, absolute: 1h }\n  clientId"),
      "4 auth.lifetimes.absolute is shorter than idle (2h)",
    ],
    [
      "a number out of bounds",
      `${valid}limits: { streamsPerUser: 0 }\n`,
      "25 limits.streamsPerUser is below 1",
    ],
    [
      "a trace link without its place",
      `${valid}links: { trace: "https://t.test/" }\n`,
      "25 links.trace has no {trace_id} in it",
    ],
    [
      "a variable that is not set",
      change("token: read", `token: \${NYC3}`),
      "15 regions[0].metrics.token takes its value from the environment variable NYC3, which is not set",
    ],
    [
      "a key given twice",
      change("clientId: stardeck", "clientId: stardeck\n  clientId: other"),
      "5 is not valid YAML: Map keys must be unique",
    ],
    [
      "broken YAML",
      change("  clientId: stardeck", "  clientId: [stardeck"),
      "5 is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["an empty file", "", "1 has no value"],
  ];

  test.each(cases)("%s", (_what, text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  test.each(cases.filter(([what]) => !/broken|unknown|empty/.test(what)))(
    "%s is told once and alone",
    (_what, text) => {
      expect(problemsOf(text)).toHaveLength(1);
    },
  );

  test("a slip of the pen is recognised", () => {
    const result = load(change("clientId:", "clientID:"));
    expect(result).toMatchObject({
      ok: false,
      problems: [{ key: "auth.clientId" }, { key: "auth.clientID", right: "clientId, perhaps?" }],
    });
  });

  test("a file that is not there", () => {
    const result = loadConfig({ STARDECK_CONFIG: "/nowhere.yaml" }, () => {
      throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ source: "/nowhere.yaml", wrong: "does not exist" }],
    });
  });
});

describe("many problems", () => {
  const region = valid.slice(valid.indexOf("  - id: nyc3"));
  const text = `${change("https://stardeck.example.com", "stardeck").replace("name: New York 3", "nam: New York 3")}${region}freshness: { staleAfter: soon }\n`;

  test("are told at once, in the file's order, with the environment's", () => {
    expect(problemsOf(text, { PORT: "70000", LOG_LEVEL: "loud", CLIENT_SECRET: "" })).toEqual([
      "PORT is not a port",
      "LOG_LEVEL is not a level",
      "1 publicUrl is not a URL",
      "5 auth.clientSecret takes its value from the environment variable CLIENT_SECRET, which is not set",
      "10 regions[0].name is missing",
      "11 regions[0].nam is not a key that Stardeck knows here",
      "25 regions[1].id is the id of regions[0] too",
      "40 freshness.staleAfter is not a duration: a whole number and ms, s, m, h or d",
    ]);
  });

  test("make a list that can be read, without any value in it", () => {
    const result = load(change(`\${SESSION_SECRET}`, "hunter2").replace("token: read", "tokn: hunter3"));
    if (result.ok) throw new Error("loaded");
    const { message } = new ConfigError(result.problems);
    expect(message).toContain("has 3 problems");
    expect(message).toMatch(
      /stardeck\.config\.yaml:6 {2}auth\.sessionSecret is shorter than 32 characters\n {6}right: at least 32/,
    );
    expect(message).not.toMatch(/hunter/);
  });

  test("ports that meet", () => {
    expect(problemsOf(valid, { PORT: "9464" })).toEqual(["METRICS_PORT is the same as PORT"]);
    expect(problemsOf(valid, { PORT: "09464" })).toEqual(["METRICS_PORT is the same as PORT"]);
  });
});
