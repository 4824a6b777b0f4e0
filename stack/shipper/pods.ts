import { z } from "zod";

/** Which pod a log file belongs to, as its path says. */
export interface PodName {
  readonly namespace: string;
  readonly pod: string;
  /** From the kubelet's directory; absent where the path has none. A name can live again in another pod, a uid cannot. */
  readonly uid?: string;
}

export type Labels = Readonly<Record<string, string>>;

const podList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        namespace: z.string(),
        uid: z.string(),
        labels: z.record(z.string(), z.string()).default({}),
      }),
    }),
  ),
});

export interface PodDirectoryOptions {
  /** The Kubernetes API's address. */
  readonly url: string;
  readonly now: () => number;
  readonly fetch?: typeof fetch;
}

/** The list is asked for at most this often, however many pods are unknown. */
const minimumRefreshMs = 500;
const requestTimeoutMs = 5_000;

/**
 * Labels of the cluster's pods, which the control plane wrote. Known pods are answered from memory, also after they are
 * gone: their last lines are read later than that.
 */
export class PodDirectory {
  readonly #options: PodDirectoryOptions;
  readonly #byUid = new Map<string, Labels>();
  readonly #byName = new Map<string, Labels>();
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(options: PodDirectoryOptions) {
    this.#options = options;
  }

  /** When the API last answered, epoch milliseconds: a pod that is unknown since before that does not exist. */
  get refreshedAt(): number {
    return this.#refreshedAt;
  }

  labelsOf(name: PodName): Labels | undefined {
    return name.uid ? this.#byUid.get(name.uid) : this.#byName.get(`${name.namespace}/${name.pod}`);
  }

  /** Asks the API again unless it was asked a moment ago. Rejects when it does not answer with a list of pods. */
  async refresh(): Promise<void> {
    const now = this.#options.now();
    if (now - this.#triedAt < minimumRefreshMs) return;
    this.#triedAt = now;
    const response = await (this.#options.fetch ?? fetch)(`${this.#options.url}/api/v1/pods`, {
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    if (!response.ok) throw new Error(`GET /api/v1/pods answered ${response.status}`);
    const { items } = podList.parse(await response.json());
    this.#byName.clear();
    for (const { metadata } of items) {
      this.#byUid.set(metadata.uid, metadata.labels);
      this.#byName.set(`${metadata.namespace}/${metadata.name}`, metadata.labels);
    }
    this.#refreshedAt = now;
  }

  /** Forgets pods that no log file belongs to any more. */
  retain(uids: ReadonlySet<string>): void {
    for (const uid of this.#byUid.keys()) if (!uids.has(uid)) this.#byUid.delete(uid);
  }
}
