import { expect, it } from "vitest";
import type { FreshnessState, RegionStatus } from "@/lib/freshness";
import { worstFirst } from "./region-order";

const region = (id: string, state: FreshnessState): RegionStatus => ({
  region: id,
  name: id,
  pipes: [{ pipe: "gateway", state, newestAt: null, heartbeatAt: null }],
  metricsTrouble: null,
  logsTrouble: null,
});

it("puts the region in the worst state first, and equals by name", () => {
  const sorted = worstFirst([
    region("sfo3", "live"),
    region("ams3", "live"),
    region("nyc3", "delayed"),
    region("fra1", "unreachable"),
  ]);
  expect(sorted.map((one) => one.region)).toEqual(["fra1", "nyc3", "ams3", "sfo3"]);
});
