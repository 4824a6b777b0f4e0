import { execa } from "execa";

export interface Step {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  readonly elapsedMs: number;
  /** Standard output and error as they came. */
  readonly output: string;
}

/** Runs one command to its end, whatever its end is. */
export async function runStep(step: Step, signal?: AbortSignal): Promise<StepResult> {
  const started = Date.now();
  const result = await execa(step.file, [...step.args], {
    all: true,
    reject: false,
    stdin: "ignore",
    env: step.env ?? {},
    ...(signal && { cancelSignal: signal }),
  });
  return {
    name: step.name,
    passed: !result.failed,
    elapsedMs: Date.now() - started,
    output: result.all,
  };
}
