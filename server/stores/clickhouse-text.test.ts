import { describe, expect, test } from "vitest";
import { aggregateText, rowsText, withoutReserved } from "./clickhouse-text";

describe("every text carries its scope", () => {
  test("rows of one service", () => {
    const text = rowsText({ select: ["line.message"], where: ["1 = 1 OR 2 = 2"], rest: "LIMIT 1" });
    expect(text).toBe(
      "SELECT line.project_id, line.environment, line.service_id, line.message FROM {database:Identifier}.{table:Identifier} AS line" +
        " WHERE line.project_id = {project:String} AND line.environment = {environment:String} AND line.service_id = {service:String}" +
        " AND (1 = 1 OR 2 = 2) LIMIT 1",
    );
  });

  test("an aggregate of watched services", () => {
    const text = aggregateText({ aggregate: "count()", where: [] });
    expect(text).toContain(
      "WHERE (line.project_id, line.environment, line.service_id) IN {watched:Array(Tuple(String, String, String))} GROUP BY",
    );
  });

  test("no question binds the scope's own names", () => {
    for (const name of ["project", "environment", "service", "watched", "database", "table"]) {
      expect(() => withoutReserved({ [name]: "x" })).toThrow(TypeError);
    }
    expect(withoutReserved({ words: "x" })).toEqual({ words: "x" });
  });
});
