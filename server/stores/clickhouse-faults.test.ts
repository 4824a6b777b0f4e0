import { ClickHouseError } from "@clickhouse/client";
import { expect, test } from "vitest";
import { faultOf } from "./clickhouse-faults";

const refused = (code: string) => new ClickHouseError({ message: "host, user and SQL", code, type: "X" });
const network = (code: string) => Object.assign(new Error("connect"), { code });

test.each([
  [refused("516"), "unauthorised"],
  [refused("497"), "unauthorised"],
  [refused("241"), "overloaded"],
  [refused("202"), "overloaded"],
  [refused("201"), "overloaded"],
  [refused("158"), "too-much"],
  [refused("396"), "too-much"],
  [refused("159"), "timeout"],
  [refused("62"), "bad-answer"],
  [network("ECONNREFUSED"), "unreachable"],
  [network("ECONNRESET"), "unreachable"],
  [new Error("socket hang up"), "unreachable"],
  [new Error("Timeout error."), "timeout"],
  [new SyntaxError("Unexpected end of JSON input"), "bad-answer"],
  ["thrown", "bad-answer"],
] as const)("%s is %s", (error, fault) => {
  expect(faultOf(error, false)).toBe(fault);
});

test("our own limit is a timeout, however the query ended", () => {
  expect(faultOf(network("ECONNRESET"), true)).toBe("timeout");
});
