import { MissingProgram } from "./missing";
import { findPrograms } from "./victoria-metrics";

/** `tsx stack/programs/main.ts`: makes sure that the programs are there and prints their paths as JSON. */
try {
  const programs = await findPrograms((line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify(programs, null, 2)}\n`);
} catch (error) {
  if (!(error instanceof MissingProgram)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
