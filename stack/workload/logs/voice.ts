import type { ContainerRun, Pod } from "../model/pods";
import type { Dice } from "./dice";

/** What a container prints at one moment: one line, or several that belong together (a stack trace). */
export interface Utterance {
  readonly stream: "stdout" | "stderr";
  readonly lines: readonly string[];
}

/** A request's identity, the same in every service that handles it. */
export interface Trace {
  /** 32 hexadecimal characters. */
  readonly id: string;
  /** 16 hexadecimal characters; each service has its own. */
  readonly span: string;
}

export interface Moment {
  readonly pod: Pod;
  readonly run: ContainerRun;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly dice: Dice;
  readonly trace: Trace;
}

/** How the containers of one kind of service talk. Pure: all chance comes from the moment's dice. */
export interface Voice {
  /** An ordinary moment. */
  say(moment: Moment): Utterance;
  /** On starting, in this order. */
  boot(moment: Moment): readonly Utterance[];
  /** On being told to stop. */
  stop(moment: Moment): readonly Utterance[];
  /** The last words before an exit with an error; a container that the kernel kills has none. */
  crash?(moment: Moment): Utterance;
  /** One request that suffers from the incident. */
  suffer?(moment: Moment): Utterance;
}

export const out = (...lines: string[]): Utterance => ({ stream: "stdout", lines });
export const err = (...lines: string[]): Utterance => ({ stream: "stderr", lines });

/** RFC 3339 with milliseconds. */
export const iso = (at: number) => new Date(at).toISOString();

/** One JSON object a line, as structured loggers print it. */
export const json = (fields: Readonly<Record<string, unknown>>): string => JSON.stringify(fields);

/** logfmt: `key=value`, quoted where a value needs it. */
export function logfmt(fields: Readonly<Record<string, string | number>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${/[\s"=]/.test(String(value)) ? JSON.stringify(value) : value}`)
    .join(" ");
}
