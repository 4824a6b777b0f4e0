import { type LogStore, startLogStore } from "@/stack/client/log-store";

/** Users of users.xml that can sign in. */
export type User = "reader" | "tail" | "freshness" | "writer" | "schema";

export interface Answer {
  readonly ok: boolean;
  readonly text: string;
  /** ClickHouse's exception, 0 without one. */
  readonly code: number;
}

export interface Request {
  readonly headers?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A real server with schema.sql and users.xml as they are, and each of its users at hand: for this folder's tests. */
export interface TrialStore extends LogStore {
  /** One statement over HTTP, as that user. */
  readonly ask: (user: User, sql: string, request?: Request) => Promise<Answer>;
  readonly applySchema: () => Promise<void>;
}

export async function startTrialStore(): Promise<TrialStore> {
  const store = await startLogStore();
  // After the store: it decides where the state is that these modules read.
  const { loadSecrets } = await import("@/stack/secrets");
  const { applyLogSchema } = await import("@/stack/programs/clickhouse");
  const secrets = loadSecrets().regions.nyc3;
  const passwords: Record<User, string> = {
    reader: secrets.reader,
    tail: secrets.tail,
    freshness: secrets.freshness,
    writer: secrets.writer,
    schema: secrets.admin,
  };
  return {
    ...store,
    applySchema: () => applyLogSchema("nyc3", secrets),
    ask: async (user, sql, { headers = {}, parameters = {} } = {}) => {
      const response = await fetch(`${store.url}/?${new URLSearchParams(parameters)}`, {
        method: "POST",
        headers: { "X-ClickHouse-User": `stardeck_${user}`, "X-ClickHouse-Key": passwords[user], ...headers },
        body: sql,
      });
      const text = (await response.text()).trim();
      return {
        ok: response.ok,
        text,
        code: Number(response.headers.get("x-clickhouse-exception-code") ?? 0),
      };
    },
  };
}

/** A row of `stardeck.logs` with what no test here is about filled in. */
export function row(projectId: string, lineId: number, message: string, ts = new Date().toISOString()) {
  return {
    project_id: projectId,
    environment: "production",
    service_id: "c4ec0b7a3d1f4c5e9a8b7c6d5e4f3a22",
    ts,
    line_id: lineId,
    kind: "runtime",
    level: "info",
    node: "node-1",
    message,
    retention_days: 30,
  };
}
