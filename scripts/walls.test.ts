import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, it, vi } from "vitest";
import { repository } from "@/stack/layout";

// The cruiser reads the whole compiler first.
vi.setConfig({ testTimeout: 60_000 });

/** Cruises a small house of these files, with the repository's own rules, and returns `rule: from → to` of each violation. */
async function violations(files: Readonly<Record<string, string>>): Promise<string[]> {
  const house = mkdtempSync(join(tmpdir(), "stardeck-walls-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), text);
  }
  for (const shared of ["node_modules", "tsconfig.json", "package.json", ".dependency-cruiser.cjs"]) {
    symlinkSync(join(repository, shared), join(house, shared));
  }
  const cruiser = "node_modules/dependency-cruiser/bin/dependency-cruise.mjs";
  const hook = join(repository, "scripts", "typescript-for-walls.mjs");
  const cruised = await execa(
    process.execPath,
    [
      `--import=${hook}`,
      cruiser,
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "json",
      "--preserve-symlinks",
      ".",
    ],
    { cwd: house, reject: false },
  );
  const found: { from: string; to: string; rule: { name: string } }[] = JSON.parse(cruised.stdout).summary
    .violations;
  return found.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`).toSorted();
}

it("lets the right arrows pass, types from the server among them", async () => {
  expect(
    await violations({
      "lib/units.ts": "export const milli = 1;",
      "server/router.ts": 'import { milli } from "@/lib/units"; export type Router = typeof milli;',
      "components/ui/button.tsx": "export const Button = () => <button />;",
      "components/logs/list.tsx":
        'import type { Router } from "@/server/router"; import { Button } from "../ui/button"; export const List = (_: { r: Router }) => <Button />;',
      "app/page.tsx":
        'import { List } from "@/components/logs/list"; import "@/server/router"; export default List;',
      "stack/main.ts": 'import { milli } from "@/lib/units"; export const seconds = milli;',
    }),
  ).toEqual([]);
});

it("stops every wrong arrow", async () => {
  expect(
    await violations({
      "lib/reaches-up.ts": 'import type { Secret } from "@/server/secret"; export type Up = Secret;',
      "server/secret.ts": 'export type Secret = string; export const secret = "s";',
      "server/draws.ts": 'import { Panel } from "@/components/metrics/panel"; export const draws = Panel;',
      "server/needs-the-stack.ts": 'import { port } from "@/stack/layout"; export const stack = port;',
      "server/needs-a-tool.ts": 'import { execa } from "execa"; export const run = execa;',
      "components/metrics/panel.tsx":
        'import { secret } from "@/server/secret"; export const Panel = () => <p>{secret}</p>;',
      "components/metrics/stranger.tsx": 'import { Row } from "@/components/logs/row"; export const S = Row;',
      "components/logs/row.tsx": "export const Row = () => <p />;",
      "components/ui/knows.tsx": 'import { Row } from "../logs/row"; export const Knows = Row;',
      "components/logs/routes.tsx": 'import Page from "@/app/page"; export const Routes = Page;',
      "app/page.tsx": "export default () => <p />;",
      "stack/layout.ts": "export const port = 1;",
      "stack/page.ts": 'import { secret } from "@/server/secret"; export const page = secret;',
      "lib/one.ts": 'import { other } from "./other"; export const one = () => other;',
      "lib/other.ts": 'import { one } from "./one"; export const other = () => one;',
      "lib/lost.ts": 'import { nothing } from "./nowhere"; export const lost = nothing;',
    }),
  ).toEqual([
    "components-know-no-routes: components/logs/routes.tsx → app/page.tsx",
    "components-take-only-types-from-server: components/metrics/panel.tsx → server/secret.ts",
    "every-import-resolves: lib/lost.ts → ./nowhere",
    "features-are-strangers: components/metrics/stranger.tsx → components/logs/row.tsx",
    "lib-imports-nothing-of-ours: lib/reaches-up.ts → server/secret.ts",
    "no-circle: lib/one.ts → lib/other.ts",
    "primitives-know-nothing: components/ui/knows.tsx → components/logs/row.tsx",
    "server-draws-nothing: server/draws.ts → components/metrics/panel.tsx",
    "shared-components-know-no-feature: components/ui/knows.tsx → components/logs/row.tsx",
    "the-product-knows-no-stack: server/needs-the-stack.ts → stack/layout.ts",
    "the-product-needs-no-dev-dependency: server/needs-a-tool.ts → node_modules/execa/index.d.ts",
    "the-stack-knows-no-page: stack/page.ts → server/secret.ts",
  ]);
});
