import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { row, startTrialStore, type TrialStore } from "./trial-store";

/** schema.sql on the real server: what it keeps once, what it keeps apart. */

const mine = "ac3e5400d1c94f6b8e2a7b5c9d0f1e21";
let store: TrialStore;
let statements: string[];

beforeAll(async () => {
  store = await startTrialStore();
  const { statements: split } = await import("@/stack/programs/clickhouse");
  statements = split(readFileSync(join(import.meta.dirname, "schema.sql"), "utf8"));
}, 90_000);

afterAll(async () => store?.stop());

describe("the schema", () => {
  test("may be applied again, and again", async () => {
    const [before] = await store.admin("SELECT count() AS n FROM stardeck.logs");
    await store.applySchema();
    await store.applySchema();
    expect((await store.admin("SELECT count() AS n FROM stardeck.logs"))[0]).toEqual(before);
    expect(statements.length).toBeGreaterThan(5);
    for (const statement of statements) expect(statement).toMatch(/^CREATE .*IF NOT EXISTS/);
  });

  test("folds a line that is sent again, and keeps two lines that only read alike", async () => {
    const ts = new Date().toISOString();
    const again = [
      { ...row(mine, 70, "twice"), environment: "fold", ts },
      { ...row(mine, 71, "twice"), environment: "fold", ts },
    ];
    await store.insert(again);
    await store.insert(again);
    await store.admin("OPTIMIZE TABLE stardeck.logs FINAL");
    const rows = await store.admin(
      "SELECT line_id FROM stardeck.logs WHERE environment = 'fold' ORDER BY line_id",
    );
    expect(rows.map(({ line_id }) => Number(line_id))).toEqual([70, 71]);
  });

  test("stores a batch once that is sent twice under one token", async () => {
    const body = JSON.stringify({ ...row(mine, 80, "token"), environment: "token" });
    const parameters = { async_insert: "0", insert_deduplication_token: "batch-1" };
    for (let time = 0; time < 2; time += 1) {
      const answer = await store.ask("writer", `INSERT INTO stardeck.logs FORMAT JSONEachRow\n${body}`, {
        parameters,
      });
      expect(answer.ok).toBe(true);
    }
    const [found] = await store.admin("SELECT count() AS n FROM stardeck.logs WHERE environment = 'token'");
    expect(Number(found?.n)).toBe(1);
  });

  test("gives each plan partitions of its own, so that whole ones expire", async () => {
    await store.insert(
      [3, 7, 30, 90].map((days) => ({ ...row(mine, 90 + days, "plan"), retention_days: days })),
    );
    const partitions = await store.admin(
      "SELECT DISTINCT extract(partition, '^\\\\((\\\\d+),') AS days FROM system.parts WHERE table = 'logs' AND active ORDER BY days",
    );
    expect(partitions.map(({ days }) => days)).toEqual(["3", "30", "7", "90"]);
  });
});
