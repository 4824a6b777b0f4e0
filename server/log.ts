import pino from "pino";
import { once } from "./process";

/** The process's own log: one JSON object a line on standard output. Secrets never reach it. */
export function logger(): pino.Logger {
  return once("logger", () =>
    pino({
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: [
        "*.token",
        "*.password",
        "*.accessToken",
        "*.idToken",
        "headers.cookie",
        "headers.authorization",
      ],
    }),
  );
}
