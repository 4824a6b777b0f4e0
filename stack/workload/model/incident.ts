import type { Placement } from "../../world";
import { pathOf } from "./profiles";
import { minuteMs, slotMs, slotOf, slotStart } from "./time";

const everyMs = 30 * minuteMs;
const afterMs = 10 * minuteMs;
/** At ten and at forty minutes past every hour, for three minutes. */
const incidentMs = 3 * minuteMs;

/** The service that suffers and the one whose database makes it suffer. */
const victim = "acme-shop/production/checkout";
const cause = "acme-shop/production/payments";

export type IncidentPart = "victim" | "cause" | "none";

export function incidentPart(placement: Placement): IncidentPart {
  const path = pathOf(placement);
  return path === victim ? "victim" : path === cause ? "cause" : "none";
}

/** The start of the incident that holds an instant, or undefined between incidents. Epoch milliseconds. */
function incidentStart(at: number): number | undefined {
  const start = Math.floor((at - afterMs) / everyMs) * everyMs + afterMs;
  return at < start + incidentMs ? start : undefined;
}

/** How bad a slot is, 0 to 1: it builds up within the first slot and is half over in the last. */
export function incidentIntensity(slot: number): number {
  const at = slotStart(slot);
  const start = incidentStart(at);
  if (start === undefined) return 0;
  if (slot === slotOf(start)) return 0.6;
  return at + slotMs >= start + incidentMs ? 0.5 : 1;
}
