import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const parts = ["check", "unit", "integration", "e2e"] as const;
export type Part = (typeof parts)[number];

const usage = `npm test                      checks, unit, integration and end-to-end tests
npm test -- PART…             some of them: ${parts.join(", ")}
npm run test:full             the long ones too`;

/**
 * `npm test`: returns the exit code. The tests have a stack of their own, with its own state and ports, so that a running demo is
 * not disturbed; STARDECK_STATE, STACK_PORT_BASE, PORT and METRICS_PORT move it.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      full: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const unknown = positionals.filter((name) => !isPart(name));
  if (values.help || unknown.length > 0) {
    process.stdout.write(`${usage}\n`);
    return values.help ? 0 : 1;
  }
  if (values.full) process.env.STARDECK_FULL = "1";
  if (!process.env.STARDECK_STATE) process.env.STARDECK_STATE = ownState();
  process.env.STACK_PORT_BASE ||= "19400";
  process.env.PORT ||= "3400";
  process.env.METRICS_PORT ||= "9474";
  // A build of its own: a running Stardeck's must not change under it.
  process.env.NEXT_DIST_DIR ||= ".next-test";

  // Paths and ports are decided when the layout is loaded: after the environment above.
  const { runTests } = await import("./test-run");
  return runTests(positionals.length > 0 ? positionals.filter(isPart) : parts);
}

const isPart = (name: string): name is Part => parts.some((part) => part === name);

/** `.stardeck/test`, which shares the programs that the demo downloaded, or will. */
function ownState(): string {
  const shared = resolve(import.meta.dirname, "..", ".stardeck");
  const state = join(shared, "test");
  mkdirSync(join(shared, "bin"), { recursive: true });
  mkdirSync(state, { recursive: true });
  try {
    symlinkSync(join("..", "bin"), join(state, "bin"));
  } catch {
    // It is there from an earlier run.
  }
  return state;
}
