import { config } from "./config";
import { lastLooks } from "./freshness/region-poller";
import { once } from "./process";

type Answering = "answers" | "does not answer" | "not asked yet";

export interface Readiness {
  /** The configuration is read (or nothing would listen) and Starbase has answered once since the start. */
  readonly ready: boolean;
  readonly starbase: Answering;
  readonly regions: Readonly<Record<string, { readonly metrics: Answering; readonly logs: Answering }>>;
}

/** How long Starbase may take, and how long its answer serves further probes. Milliseconds. */
const probeLimitMs = 2_000;
const probeServesMs = 5_000;

interface Probe {
  hasAnswered: boolean;
  at: number;
  answers: Promise<boolean>;
}

/** Whether this instance should get traffic, and how what it depends on does at present. */
export async function readiness(now = Date.now()): Promise<Readiness> {
  const probe = once<Probe>("starbase probe", () => ({
    hasAnswered: false,
    at: 0,
    answers: Promise.resolve(false),
  }));
  if (now - probe.at > probeServesMs) {
    probe.at = now;
    probe.answers = issuerAnswers();
  }
  const answers = await probe.answers;
  if (answers) probe.hasAnswered = true;
  const looks = lastLooks();
  return {
    ready: probe.hasAnswered,
    starbase: answers ? "answers" : "does not answer",
    regions: Object.fromEntries(
      config().regions.map(({ id }) => {
        const view = looks.get(id);
        const word = (trouble: unknown) => (trouble === null ? "answers" : "does not answer");
        return [
          id,
          {
            metrics: view ? word(view.metrics.trouble) : "not asked yet",
            logs: view ? word(view.logs.trouble) : "not asked yet",
          },
        ];
      }),
    ),
  };
}

async function issuerAnswers(): Promise<boolean> {
  try {
    const url = `${config().auth.issuer}/.well-known/openid-configuration`;
    const response = await fetch(url, { signal: AbortSignal.timeout(probeLimitMs), redirect: "error" });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
