import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Request, row, startTrialStore, type TrialStore, type User } from "./trial-store";

/** schema.sql and users.xml on the real server: what each user may see and do, asked as an intruder would. */

const mine = "ac3e5400d1c94f6b8e2a7b5c9d0f1e21";
const theirs = "910be8a2c4d64e1f9b3a5c7d8e0f2b32";
const canary = "canary-5b1f0c";
const all = `project_id IN ('${mine}', '${theirs}')`;

let store: TrialStore;

beforeAll(async () => {
  store = await startTrialStore();
  await store.admin("SYSTEM FLUSH LOGS");
  await store.insert([row(mine, 1, "mine"), row(theirs, 2, canary)]);
}, 90_000);

afterAll(async () => store?.stop());

const ask = (user: User, sql: string, request?: Request) => store.ask(user, sql, request);
const insert = (rows: readonly object[]) => store.insert(rows);
const asMine = { headers: { "X-Stardeck-Project": mine } };
const read = (sql: string) => ask("reader", sql, asMine);

/** Codes of ClickHouse's exceptions. */
const accessDenied = 497;
const readonlyMode = 164;
const constraintViolated = 452;

describe("the reader", () => {
  test("sees nothing without the header, with an empty one, and with another's that it names in the text", async () => {
    const question = `SELECT count() FROM stardeck.logs WHERE ${all}`;
    expect((await ask("reader", question)).text).toBe("0");
    expect((await ask("reader", question, { headers: { "X-Stardeck-Project": "" } })).text).toBe("0");
    expect(
      (await ask("reader", question, { headers: { "X-Stardeck-Project": `${mine},${theirs}` } })).text,
    ).toBe("0");
    expect((await read(question)).text).toBe("1");
    expect((await read(`SELECT count() FROM stardeck.logs WHERE project_id = '${theirs}'`)).text).toBe("0");
  });

  test.each([
    `SELECT * FROM stardeck.logs WHERE ${all}`,
    `SELECT * FROM stardeck.logs FINAL WHERE ${all}`,
    `SELECT * FROM stardeck.logs PREWHERE message ILIKE '%canary%' WHERE ${all}`,
    `SELECT * FROM (SELECT * FROM stardeck.logs WHERE ${all} UNION ALL SELECT * FROM stardeck.logs WHERE ${all})`,
    `SELECT * FROM merge('stardeck', '.*') WHERE ${all}`,
    `SELECT * FROM view(SELECT * FROM stardeck.logs WHERE ${all})`,
    "SELECT * FROM mergeTreeIndex('stardeck', 'logs')",
    "SELECT * FROM mergeTreeIndex('stardeck', 'logs', with_minmax = true)",
    "SELECT (SELECT groupArray(project_id) FROM mergeTreeIndex('stardeck', 'logs'))",
    "SELECT * FROM mergeTreeAnalyzeIndexes('stardeck', 'logs')",
    "SELECT name, total_rows FROM system.tables",
    "SELECT name, data_compressed_bytes FROM system.columns",
    `EXPLAIN ESTIMATE SELECT * FROM stardeck.logs WHERE project_id = '${theirs}'`,
    `SELECT count() FROM stardeck.logs WHERE ${all} AND throwIf(message = '${canary}', 'found') = 0`,
  ])("finds no trace of another project: %s", async (sql) => {
    const { text } = await read(sql);
    expect(text).not.toContain(theirs);
    expect(text).not.toContain(canary);
    expect(text).not.toContain("found");
    if (/mergeTree|system\.|ESTIMATE/.test(sql))
      expect(text.replace(/^\[\]$|^stardeck\tlogs\t0\t0\t0$/, "")).toBe("");
  });

  test.each([
    "SELECT * FROM url('http://127.0.0.1:1/', 'RawBLOB')",
    "SELECT * FROM remote('127.0.0.1', 'stardeck', 'logs')",
    "SELECT * FROM file('/etc/passwd', 'RawBLOB')",
    "SELECT * FROM s3('http://127.0.0.1:1/bucket/key', 'RawBLOB')",
    "SELECT * FROM loop('stardeck', 'logs')",
    "SELECT * FROM system.processes",
    "SELECT * FROM system.parts",
    "SELECT * FROM system.query_log",
    "SELECT * FROM system.users",
    "SELECT * FROM stardeck.logs_unrouted",
    "SELECT * FROM stardeck.pipe_freshness",
    "SELECT * FROM stardeck.pipe_freshness_state",
    "INSERT INTO stardeck.logs (message) VALUES ('x')",
    "ALTER TABLE stardeck.logs DELETE WHERE 1",
    "TRUNCATE TABLE stardeck.logs",
    "DROP TABLE stardeck.logs",
    "CREATE TABLE stardeck.mine (x Int8) ENGINE = Memory",
    "KILL QUERY WHERE 1",
    "SYSTEM FLUSH LOGS",
  ])("may not: %s", async (sql) => {
    const { ok, code } = await read(sql);
    expect(ok).toBe(false);
    expect([accessDenied, readonlyMode]).toContain(code);
  });

  test("sends one statement", async () => {
    expect((await read("SELECT 1; SELECT 2")).ok).toBe(false);
  });

  test.each([
    "max_rows_to_read = 0",
    "force_primary_key = 0",
    "readonly = 0",
    "max_memory_usage = 0",
    "use_query_cache = 1",
    "use_query_condition_cache = 1",
    "additional_table_filters = {'stardeck.logs': '1'}",
    "output_format_json_quote_64bit_integers = 1",
  ])("cannot change a limit, in the text or beside it: %s", async (setting) => {
    const question = `SELECT count() FROM stardeck.logs WHERE ${all}`;
    expect((await read(`${question} SETTINGS ${setting}`)).code).toBe(readonlyMode);
    expect((await read(`SET ${setting}`)).code).toBe(readonlyMode);
    const [name = "", value = ""] = setting.split(" = ");
    expect((await ask("reader", question, { ...asMine, parameters: { [name]: value } })).code).toBe(
      readonlyMode,
    );
  });

  test("sees no more with settings in a subquery, which the server does not refuse there (seen on 26.7)", async () => {
    for (const setting of [
      "readonly = 0",
      "force_primary_key = 0",
      "additional_table_filters = {'stardeck.logs': '1'}",
    ]) {
      const nested = `SELECT message FROM (SELECT * FROM stardeck.logs WHERE ${all} SETTINGS ${setting})`;
      expect((await read(nested)).text).toBe("mine");
      expect((await ask("reader", nested)).text).toBe("");
    }
    const keys = "SELECT * FROM (SELECT * FROM mergeTreeIndex('stardeck', 'logs') SETTINGS readonly = 0)";
    expect((await read(keys)).text).toBe("");
    const elsewhere =
      "SELECT * FROM (SELECT * FROM url('http://127.0.0.1:1/', 'RawBLOB') SETTINGS readonly = 0)";
    expect((await read(elsewhere)).code).toBe(accessDenied);
  });

  test("may name its procedure and ask for less time, not for more", async () => {
    const question = `SELECT count() FROM stardeck.logs WHERE ${all}`;
    const with_ = (parameters: Record<string, string>) => ask("reader", question, { ...asMine, parameters });
    expect((await with_({ log_comment: "logs.search", max_execution_time: "3" })).text).toBe("1");
    expect((await with_({ max_execution_time: "11" })).code).toBe(constraintViolated);
    expect((await with_({ max_execution_time: "0" })).code).toBe(constraintViolated);
  });

  test("must use the primary key", async () => {
    expect(
      (await read("SELECT count() FROM stardeck.logs WHERE message = 'x' AND service_id = 's'")).ok,
    ).toBe(true);
    const tail = await ask("tail", "SELECT max(ingested_at) FROM stardeck.logs");
    expect(tail.text).toContain("INDEX_NOT_USED");
  });

  test("has a quota of its own for each project", async () => {
    const usage = "SELECT quota_name, quota_key FROM system.quota_usage";
    const { text } = await ask("reader", usage, { headers: { "X-ClickHouse-Quota": mine } });
    expect(text).toBe(`stardeck_project\t${mine}`);
  });

  test("gets an error and no part of an answer when the query fails in its middle", async () => {
    const { ok, text } = await read(
      "SELECT number, throwIf(number = 3000000, 'late') FROM numbers(4000000) WHERE number % 1000 = 0",
    );
    expect(ok).toBe(false);
    expect(text).toMatch(/^Code: /);
  });
});

describe("the other users", () => {
  test("the tail sees every project, but nothing older than twenty minutes", async () => {
    expect((await ask("tail", `SELECT count() FROM stardeck.logs WHERE ${all}`)).text).toBe("2");
    expect((await ask("tail", "SELECT * FROM mergeTreeIndex('stardeck', 'logs')")).text).toBe("");
    // Only the server stamps ingested_at, so the administrator turns the clock back for these rows.
    await store.admin(
      `INSERT INTO stardeck.logs (project_id, environment, service_id, ts, line_id, ingested_at)
       SETTINGS insert_allow_materialized_columns = 1
       SELECT '${mine}', 'tail-test', 's', now64(9), number, now64(3) - toIntervalMinute(number + 1)
       FROM numbers(40)`,
    );
    const question = `SELECT max(line_id) FROM stardeck.logs WHERE project_id = '${mine}' AND environment = 'tail-test'`;
    expect((await ask("tail", question)).text).toBe("18");
  });

  test("freshness sees the view, which names no tenant, and nothing else", async () => {
    const { text } = await ask("freshness", "SELECT * FROM stardeck.pipe_freshness FORMAT JSONEachRow");
    const columns = Object.keys(JSON.parse(text.split("\n")[0] ?? "{}"));
    expect(columns).toEqual(["kind", "node", "newest_ingested_at", "newest_ts", "heartbeat_at"]);
    expect((await ask("freshness", `SELECT 1 FROM stardeck.logs WHERE ${all}`)).code).toBe(accessDenied);
    expect((await ask("freshness", "SELECT * FROM stardeck.pipe_freshness_state")).code).toBe(accessDenied);
  });

  test("inserts and heartbeats move freshness, each by the server's clock", async () => {
    const before = Date.now();
    await insert([{ ...row(mine, 50, "fresh"), node: "node-9", kind: "build" }]);
    await ask(
      "writer",
      'INSERT INTO stardeck.pipe_heartbeats FORMAT JSONEachRow\n{"kind":"build","node":"node-9"}',
    );
    const { text } = await ask(
      "freshness",
      `SELECT toUnixTimestamp64Milli(newest_ingested_at), toUnixTimestamp64Milli(heartbeat_at)
       FROM stardeck.pipe_freshness WHERE node = 'node-9'`,
    );
    for (const at of text.split("\t")) {
      expect(Number(at)).toBeGreaterThanOrEqual(before - 1_000);
      expect(Number(at)).toBeLessThanOrEqual(Date.now() + 1_000);
    }
    expect(text.split("\t")).toHaveLength(2);
  });

  test.each([
    "SELECT * FROM stardeck.logs",
    "SELECT * FROM stardeck.logs_unrouted",
    "SELECT * FROM stardeck.pipe_freshness",
    "INSERT INTO stardeck.pipe_freshness_state (kind, node) VALUES ('runtime', 'n')",
    "INSERT INTO stardeck.logs (message) SELECT message FROM stardeck.logs",
    "ALTER TABLE stardeck.logs DELETE WHERE 1",
    "TRUNCATE TABLE stardeck.logs",
    "DROP TABLE stardeck.logs",
  ])("the writer may not: %s", async (sql) => {
    expect((await ask("writer", sql)).code).toBe(accessDenied);
  });

  test("the writer cannot say when a line came in, nor store one that nobody owns or that expires at once", async () => {
    await insert([{ ...row(mine, 60, "early"), environment: "stamp", ingested_at: "2020-01-01 00:00:00" }]);
    const [stored] = await store.admin(
      "SELECT ingested_at > now() - 60 AS now FROM stardeck.logs WHERE environment = 'stamp'",
    );
    expect(stored).toEqual({ now: 1 });
    const named = "INSERT INTO stardeck.logs (project_id, ingested_at) VALUES ('x', now64(3))";
    expect((await ask("writer", named)).ok).toBe(false);
    await expect(insert([row("", 61, "x")])).rejects.toThrow(/routed/);
    await expect(insert([{ ...row(mine, 62, "x"), retention_days: 0 }])).rejects.toThrow(/retention/);
  });

  test("the schema's user may read no line, and nobody can be the one whom the views run as", async () => {
    expect((await ask("schema", `SELECT message FROM stardeck.logs WHERE ${all}`)).code).toBe(accessDenied);
    for (const user of ["stardeck_pipe", "default"]) {
      const response = await fetch(`${store.url}/?user=${user}&query=SELECT+message+FROM+stardeck.logs`);
      expect(response.ok).toBe(false);
    }
  });
});
