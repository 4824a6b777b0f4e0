/** A program that the stack needs is not on this machine; the message says what to install, and where. */
export class MissingProgram extends Error {
  override readonly name = "MissingProgram";

  constructor(
    readonly program: string,
    reason: string,
    readonly instructions: readonly string[],
  ) {
    super([`${program}: ${reason}`, ...instructions.map((line) => `  ${line}`)].join("\n"));
  }
}
