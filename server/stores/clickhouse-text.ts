/**
 * The texts of ClickHouse queries are put together here, from fragments that name no tenant: every text that leaves
 * carries its scope's predicate, because no question writes its own WHERE. Values are bound parameters, never text.
 */

export type ParameterValue = string | number | bigint | readonly (string | number | bigint)[];

/** Bound values. The scope's own names (see `reserved`) are refused. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

export interface RowsText {
  /** Expressions of the answer's columns, in the order of the row. The table's columns are `line.<name>`. */
  readonly select: readonly string[];
  /** Predicates beside the scope's, joined by AND. */
  readonly where: readonly string[];
  /** `ORDER BY … LIMIT …`. */
  readonly rest: string;
}

export interface AggregateText {
  /** One aggregate expression: the answer of one service. `as_of` is the store's own time. */
  readonly aggregate: string;
  readonly where: readonly string[];
}

const reserved = new Set(["database", "table", "project", "environment", "service", "watched"]);

/** Throws TypeError where a question would rebind what the scope binds. */
export function withoutReserved(parameters: Parameters): Parameters {
  const taken = Object.keys(parameters).find((name) => reserved.has(name));
  if (taken !== undefined) throw new TypeError(`{${taken}} is bound by the scope, not by a question`);
  return parameters;
}

// Columns of the table are qualified everywhere: a bare name in WHERE would mean an alias of the select list first.
const table = "{database:Identifier}.{table:Identifier} AS line";
const ownService =
  "line.project_id = {project:String} AND line.environment = {environment:String} AND line.service_id = {service:String}";
const watchedServices =
  "(line.project_id, line.environment, line.service_id) IN {watched:Array(Tuple(String, String, String))}";

/** Rows of one tenant's one service; whose they are comes first in each: project, environment, service. */
export function rowsText({ select, where, rest }: RowsText): string {
  const columns = ["line.project_id", "line.environment", "line.service_id", ...select].join(", ");
  return `SELECT ${columns} FROM ${table} WHERE ${ownService}${conjunction(where)} ${rest}`;
}

/**
 * One aggregate for each watched service that has rows, and the store's time in epoch milliseconds, in exactly one row:
 * `[as_of, [[project, environment, service, aggregate], …]]`. `as_of` is a scalar subquery so that a window's bounds and
 * the time that is told are one instant.
 */
export function aggregateText({ aggregate, where }: AggregateText): string {
  return `WITH (SELECT now64(3)) AS as_of SELECT toUnixTimestamp64Milli(as_of), groupArray(tuple(project_id, environment, service_id, answer)) FROM (SELECT line.project_id AS project_id, line.environment AS environment, line.service_id AS service_id, ${aggregate} AS answer FROM ${table} WHERE ${watchedServices}${conjunction(where)} GROUP BY line.project_id, line.environment, line.service_id)`;
}

/** All sources of a region's log pipe: a view without tenants. */
export const pipesText =
  "SELECT kind, node, toUnixTimestamp64Milli(newest_ingested_at), toUnixTimestamp64Milli(heartbeat_at) FROM {database:Identifier}.pipe_freshness ORDER BY kind, node LIMIT 5000";

const conjunction = (predicates: readonly string[]) =>
  predicates.map((predicate) => ` AND (${predicate})`).join("");
