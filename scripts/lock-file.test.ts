import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { repository } from "@/stack/layout";

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

it("names the packages of every platform, which npm forgets when it can't see them and then refuses to install", () => {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")));
  const forgotten = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !packages[`node_modules/${name}`]),
  );
  expect(forgotten).toEqual([]);
});
