import type { Attempt } from "../../model/deployments";
import type { Dice } from "../dice";
import { err, out, type Utterance } from "../voice";

const packages = [
  "zod",
  "pino",
  "undici",
  "fastify",
  "ioredis",
  "drizzle-orm",
  "p-limit",
  "ulid",
  "execa",
] as const;

/** A build's whole log, in order; the moments are spread over the build's time. */
export function buildLog(attempt: Attempt, dice: Dice): Utterance[] {
  const { slug } = attempt.placement.service;
  const image = `registry.starform.test/${attempt.placement.project.slug}/${slug}:${attempt.commit.slice(0, 12)}`;
  const install = Array.from({ length: dice.int(14, 30) }, () =>
    out(
      `#9 npm http fetch GET 200 https://packages.starform.test/${dice.pick(packages)} ${dice.duration(38)}ms (cache miss)`,
    ),
  );
  const compile = Array.from({ length: dice.int(8, 20) }, (_, index) =>
    out(
      `#11 [build] [${index + 1}/20] src/${dice.pick(packages)}-${dice.hex(4)}.ts → dist ${dice.duration(90)}ms`,
    ),
  );
  const before = [
    out(`==> Building ${slug} at ${attempt.commit.slice(0, 12)}`),
    out("Cloning into '/workspace/source'…"),
    out(
      `HEAD is now at ${attempt.commit.slice(0, 7)} ${dice.pick(["Fix rounding", "Bump deps", "Cache prices"])}`,
    ),
    out("#1 [internal] load build definition from Dockerfile"),
    out("#5 [base] FROM docker.io/library/node:22-bookworm-slim"),
    out("#9 [deps] RUN npm ci"),
    ...install,
    err("#9 npm warn deprecated inflight@1.0.6: This module is not supported, and leaks memory."),
    out(`#9 added ${dice.int(280, 910)} packages in ${dice.int(9, 31)}s`),
    out("#11 [build] RUN npm run build"),
    ...compile,
  ];
  if (attempt.failed) {
    return [
      ...before,
      err(
        "#11 src/pricing/vat.ts(41,18): error TS2345: Argument of type 'string' is not assignable to 'number'.",
      ),
      err('#11 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2'),
      err(`==> Build failed: ${slug} at ${attempt.commit.slice(0, 12)}`),
    ];
  }
  return [
    ...before,
    out(`#11 \u001b[32m✓ built\u001b[0m, ${dice.int(0, 3)} warnings`),
    out("#14 exporting layers"),
    out(`#14 pushing ${image}`),
    out(`#14 pushed sha256:${dice.hex(64)}`),
    out(`==> Build succeeded: ${image}`),
  ];
}
