import { TupleParam } from "@clickhouse/client";
import { z } from "zod";
import { StoreError } from "../errors";
import { ProjectScope, RegionScope, WatchScope } from "../scope/capabilities";
import { type Asking, stranger } from "./asking";
import { askClickHouse } from "./clickhouse-connection";
import {
  type AggregateText,
  aggregateText,
  type Parameters,
  pipesText,
  type RowsText,
  rowsText,
  withoutReserved,
} from "./clickhouse-text";

/**
 * The only door to ClickHouse: each function takes a capability. A tenant's question carries its scope three times: as
 * a predicate that the text can't be put together without, as bound values, and in the header that the reader's row
 * policy is made of. No header or parameter of a client's goes through, and every answer is checked against its scope
 * before it leaves.
 */

/** One tenant's one service, as the store's rows name it. */
export type ServiceIds = Pick<ProjectScope, "projectId" | "environment" | "serviceId">;

/** A service's identity as one text, to key maps with. */
export const serviceKey = ({ projectId, environment, serviceId }: ServiceIds): string =>
  `${projectId}/${environment}/${serviceId}`;

export interface RowsQuestion<Row> extends RowsText {
  readonly parameters: Parameters;
  /** The row's cells as `select` orders them. */
  readonly row: z.ZodType<Row>;
}

export interface AggregateQuestion<Answer> extends AggregateText {
  readonly parameters: Parameters;
  readonly answer: z.ZodType<Answer>;
}

/** What the store said of the watched services that have rows, by {@link serviceKey}. */
export interface WatchAnswer<Answer> {
  /** The store's own time at the question, epoch milliseconds. */
  readonly asOf: number;
  readonly services: ReadonlyMap<string, Answer>;
}

const owner = z.tuple([z.string(), z.string(), z.string()]).rest(z.unknown());

/** Rows of one tenant's one service. Throws StoreError; the caller's own abort goes through. */
export async function readRows<Row>(
  scope: ProjectScope,
  question: RowsQuestion<Row>,
  asking: Asking,
): Promise<Row[]> {
  if (!ProjectScope.is(scope)) throw new TypeError("a tenant's question needs a ProjectScope");
  const rows = await askClickHouse(scope.region, "reader", asking, {
    query: rowsText(question),
    parameters: {
      ...withoutReserved(question.parameters),
      project: scope.projectId,
      environment: scope.environment,
      service: scope.serviceId,
    },
    // The quota is the project's own, so that no tenant starves another.
    headers: { "X-Stardeck-Project": scope.projectId, "X-ClickHouse-Quota": scope.projectId },
  });
  const own = serviceKey(scope);
  return rows.map((cells) => {
    const [projectId, environment, serviceId, ...rest] = parse(owner, cells, scope.region);
    if (serviceKey({ projectId, environment, serviceId }) !== own)
      throw stranger("logs", scope.region, asking);
    return parse(question.row, rest, scope.region);
  });
}

/** One aggregate for each watched service of a region. Throws StoreError; the caller's own abort goes through. */
export async function readWatched<Answer>(
  scope: WatchScope,
  question: AggregateQuestion<Answer>,
  asking: Asking,
): Promise<WatchAnswer<Answer>> {
  if (!WatchScope.is(scope)) throw new TypeError("the shared tail's question needs a WatchScope");
  const rows = await askClickHouse(scope.region, "tail", asking, {
    query: aggregateText(question),
    parameters: {
      ...withoutReserved(question.parameters),
      watched: scope.services.map(
        ({ projectId, environment, serviceId }) => new TupleParam([projectId, environment, serviceId]),
      ),
    },
    headers: {},
  });
  const [asOf, answers] = parse(
    z.tuple([z.number(), z.array(z.tuple([z.string(), z.string(), z.string(), z.unknown()]))]),
    rows[0],
    scope.region,
  );
  const watched = new Set(scope.services.map(serviceKey));
  const services = new Map<string, Answer>();
  for (const [projectId, environment, serviceId, answer] of answers) {
    const key = serviceKey({ projectId, environment, serviceId });
    if (!watched.has(key)) throw stranger("logs", scope.region, asking);
    services.set(key, parse(question.answer, answer, scope.region));
  }
  return { asOf, services };
}

/** What a region's log pipe says of itself, without tenants. Throws StoreError. */
export async function readPipes<Row>(
  scope: RegionScope,
  row: z.ZodType<Row>,
  asking: Asking,
): Promise<Row[]> {
  if (!RegionScope.is(scope)) throw new TypeError("a region's question needs a RegionScope");
  const rows = await askClickHouse(scope.region, "freshness", asking, {
    query: pipesText,
    parameters: {},
    headers: {},
  });
  return rows.map((cells) => parse(row, cells, scope.region));
}

function parse<T>(schema: z.ZodType<T>, answer: unknown, region: string): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new StoreError("logs", region, "bad-answer", { cause: parsed.error });
  return parsed.data;
}
