import { describe, expect, it } from "vitest";
import { statements } from "./clickhouse";

describe("statements", () => {
  it("splits at semicolons that end a line, and leaves comments out", () => {
    const sql = [
      "-- A comment; with a semicolon.",
      "CREATE DATABASE IF NOT EXISTS stardeck;",
      "",
      "CREATE TABLE stardeck.t",
      "(",
      "    -- what it is",
      "    a String, -- behind code",
      "    b String DEFAULT 'x; y'",
      ")",
      "ENGINE = Null;  ",
      "SELECT 1",
    ].join("\n");
    expect(statements(sql)).toEqual([
      "CREATE DATABASE IF NOT EXISTS stardeck",
      "CREATE TABLE stardeck.t\n(\n    \n    a String, \n    b String DEFAULT 'x; y'\n)\nENGINE = Null",
      "SELECT 1",
    ]);
  });
});
