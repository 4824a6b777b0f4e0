import { expect, it } from "vitest";
import { loadConfig } from "@/server/config/load";
import type { RegionSecrets, Secrets } from "./secrets";
import { stardeckConfig } from "./stardeck-config";

const token = "0123456789abcdef".repeat(3);
const region: RegionSecrets = {
  readToken: "read",
  writeToken: "write",
  platformToken: "platform",
  reader: "reader's",
  tail: "tail's",
  freshness: "freshness'",
  writer: "writer's",
  admin: "admin's",
};
const secrets: Secrets = {
  regions: { nyc3: region, fra1: region },
  clientId: "stardeck",
  clientSecret: token,
  sessionSecret: token,
};
const address = { hostname: "127.0.0.1", port: 3000, metricsPort: 9464, url: "http://127.0.0.1:3000" };

it("is a configuration that Stardeck accepts, and holds nothing that could write", () => {
  const text = stardeckConfig(secrets, address);
  const loaded = loadConfig({}, () => text);
  expect(loaded).toMatchObject({
    ok: true,
    config: {
      publicUrl: "http://127.0.0.1:3000",
      regions: [
        { id: "nyc3", name: "New York 3", metrics: { token: "read", platformToken: "platform" } },
        { id: "fra1", logs: { username: "stardeck_reader", tailPassword: "tail's" } },
      ],
    },
  });
  expect(text).not.toContain("write");
  expect(text).not.toContain("admin");
});
