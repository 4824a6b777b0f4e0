import { incidentIntensity, incidentPart } from "../model/incident";
import type { Model } from "../model/model";
import type { ContainerRun, Pod } from "../model/pods";
import { pathOf, profileOf } from "../model/profiles";
import { hex, keyOf, uniform } from "../model/random";
import { slotMs, slotOf, slotStart } from "../model/time";
import { activity } from "../model/traffic";
import { Dice } from "./dice";
import type { Moment, Trace, Utterance, Voice } from "./voice";
import { buildLog } from "./voices/build";
import { checkout, stagingCheckout } from "./voices/checkout";
import { api, ingest, system } from "./voices/globex";
import { mailer } from "./voices/mailer";
import { payments } from "./voices/payments";
import { preview, storefront } from "./voices/storefront";

/** One line that one life of a container wrote. */
export interface LogLine {
  readonly pod: Pod;
  readonly run: ContainerRun;
  /** Nanoseconds since the epoch; no two lines of one life share one. */
  readonly timeNs: bigint;
  readonly stream: "stdout" | "stderr";
  /** Without the line's end. */
  readonly text: string;
}

const voices: Readonly<Record<string, Voice>> = {
  "acme-shop/production/storefront": storefront,
  "acme-shop/production/checkout": checkout,
  "acme-shop/production/payments": payments,
  "acme-shop/production/mailer": mailer,
  "acme-shop/staging/storefront": storefront,
  "acme-shop/staging/checkout": stagingCheckout,
  "acme-shop/preview-42/storefront": preview,
  "globex/production/api": api,
  "globex/production/ingest": ingest,
};

/** A moment within a slot at which something is said: nanoseconds from the slot's start. */
interface Spoken {
  readonly offsetNs: number;
  readonly utterance: Utterance;
}

const millisecond = 1e6;
/** Requests per slot that suffer from the incident and say so, over all replicas. */
const sufferersInSlot = 42;

/** Every line that a life of a container writes within [from, to) (epoch milliseconds), oldest first. */
export function linesOfRun(model: Model, pod: Pod, run: ContainerRun, from: number, to: number): LogLine[] {
  const first = Math.max(from, run.start);
  const last = Math.min(to, run.end);
  const lines: LogLine[] = [];
  for (let slot = slotOf(first); slotStart(slot) < last; slot += 1) {
    for (const line of linesInSlot(model, pod, run, slot)) {
      const at = Number(line.timeNs / 1_000_000n);
      if (at >= first && at < last) lines.push(line);
    }
  }
  return lines;
}

/** Every line that a pod's containers write within [from, to) (epoch milliseconds), oldest first. */
export function linesOf(model: Model, pod: Pod, from: number, to: number): LogLine[] {
  return pod.runs
    .filter((run) => run.start < to && run.end > from)
    .flatMap((run) => linesOfRun(model, pod, run, from, to));
}

/** All lines of one slot, those that fall outside of the life among them (the caller cuts). */
function linesInSlot(model: Model, pod: Pod, run: ContainerRun, slot: number): LogLine[] {
  const spoken = pod.kind === "build" ? buildInSlot(pod, run, slot) : spokenInSlot(model, pod, run, slot);
  spoken.sort((left, right) => left.offsetNs - right.offsetNs);
  const base = BigInt(slotStart(slot)) * 1_000_000n;
  const lines: LogLine[] = [];
  let previous = -1;
  for (const { offsetNs, utterance } of spoken) {
    let offset = Math.max(offsetNs, previous + 1);
    for (const text of utterance.lines) {
      // A line that would fall into the next slot would not be in order with that slot's own.
      offset = Math.min(offset, slotMs * millisecond - 1);
      if (offset <= previous) offset = previous + 1;
      lines.push({ pod, run, timeNs: base + BigInt(offset), stream: utterance.stream, text });
      previous = offset;
      offset += 21_300;
    }
  }
  return lines;
}

function spokenInSlot(model: Model, pod: Pod, run: ContainerRun, slot: number): Spoken[] {
  const { placement } = pod;
  const voice = placement ? (voices[pathOf(placement)] ?? storefront) : system;
  const { seed } = model.anchor;
  const who = keyOf(`${run.id}/says`);
  const start = slotStart(slot);
  const moment = (offsetNs: number, draw: number, trace: Trace): Moment => ({
    pod,
    run,
    at: start + Math.floor(offsetNs / millisecond),
    dice: new Dice(who, slot * 512 + draw),
    trace,
  });
  // The last two milliseconds of a slot stay free for lines that follow one another at once.
  const offset = (draw: number) => Math.floor(uniform(who, slot, draw) * (slotMs - 2) * millisecond);
  const spoken: Spoken[] = [];

  const replicas = placement?.service.replicas ?? 1;
  const busy = placement ? activity(seed, placement, profileOf(placement), slot) : 1;
  const perSecond = placement ? (profileOf(placement).linesPerSecond * busy) / replicas : 0.04;
  const count = Math.floor((perSecond * slotMs) / 1000 + uniform(who, slot, 0));
  for (let index = 0; index < count; index += 1) {
    const offsetNs = offset(1 + index);
    const trace = traceOf(seed, pod, slot, pod.index + index * replicas);
    spoken.push({ offsetNs, utterance: voice.say(moment(offsetNs, index, trace)) });
  }

  const part = placement ? incidentPart(placement) : "none";
  if (part !== "none" && voice.suffer) {
    const sufferers = Math.round(sufferersInSlot * incidentIntensity(slot));
    for (let number = pod.index; number < sufferers; number += replicas) {
      const trace = traceOf(seed, pod, slot, 10_000 + number);
      // Both services speak of the same request: payments waits first, then checkout gives up.
      const common = uniform(keyOf(`${seed}/sufferer`), slot, number) * (slotMs - 2600);
      const offsetNs =
        Math.floor((common + (part === "victim" ? 1800 : 1500)) * millisecond) + (who % 900_000);
      spoken.push({ offsetNs, utterance: voice.suffer(moment(offsetNs, 256 + number, trace)) });
    }
  }

  const trace = traceOf(seed, pod, slot, 20_000 + pod.index);
  const at = (instant: number, draw: number, say: (moment: Moment) => readonly Utterance[]) => {
    if (slotOf(instant) !== slot) return;
    const offsetNs = (instant - start) * millisecond + (who % 700_000);
    for (const utterance of say(moment(offsetNs, draw, trace))) spoken.push({ offsetNs, utterance });
  };
  at(run.start + 40, 500, voice.boot);
  if (run.exit?.reason === "Error") at(run.end - 30, 501, (now) => (voice.crash ? [voice.crash(now)] : []));
  if (!run.exit) at(run.end - 400, 502, voice.stop);
  return spoken;
}

/** A request's trace: the same in every service of the project and environment, with a span of the service's own. */
function traceOf(seed: string, pod: Pod, slot: number, number: number): Trace {
  const { placement } = pod;
  const whose = placement ? `${placement.project.slug}/${placement.environment.slug}` : pod.namespace;
  return {
    id: hex(32, keyOf(`${seed}/trace/${whose}`), slot, number),
    span: hex(16, keyOf(`${seed}/span/${whose}/${pod.container}`), slot, number),
  };
}

function buildInSlot(pod: Pod, run: ContainerRun, slot: number): Spoken[] {
  if (!pod.attempt) return [];
  const log = buildLog(pod.attempt, new Dice(pod.key, 1));
  const length = run.end - run.start - 600;
  return log.flatMap((utterance, index) => {
    // Not evenly: a build pauses where it waits.
    const share = (index + 0.8 * uniform(pod.key, index, 9)) / log.length;
    const at = run.start + 200 + share * length;
    return slotOf(at) === slot
      ? [{ offsetNs: Math.floor((at - slotStart(slot)) * millisecond), utterance }]
      : [];
  });
}
