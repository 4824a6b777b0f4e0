import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dataOf, host, paths, ports, repository } from "../layout";
import type { RegionSecrets } from "../secrets";
import type { RegionId } from "../world";

const schemaFile = join(repository, "pipeline", "logs", "schema.sql");
const usersFile = join(repository, "pipeline", "logs", "users.xml");

/** May do anything: for tests that look into the query log. A region's own users come from `pipeline/logs/users.xml`. */
export const clickhouseAdmin = "stardeck_admin";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ClickhouseOptions {
  readonly region: RegionId;
  readonly secrets: RegionSecrets;
  /** Keep `system.query_log` for a day: for tests that ask what really reached the store. */
  readonly queryLog: boolean;
}

/**
 * Writes the region's ClickHouse configuration under `run/` and returns the command that serves it over HTTP on
 * `ports.clickhouse(region)`, from the shared library of the npm package `chdb`.
 */
export async function clickhouseCommand(options: ClickhouseOptions): Promise<Command> {
  const { region, secrets, queryLog } = options;
  const directory = join(paths.run, `${region}.clickhouse`);
  const data = dataOf(region, "clickhouse");
  await mkdir(join(directory, "users.d"), { recursive: true });
  await mkdir(data, { recursive: true });
  const config = join(directory, "config.xml");
  await writeFile(config, serverConfig(ports.clickhouse(region), join(directory, "users.xml"), queryLog));
  await copyFile(usersFile, join(directory, "users.xml"));
  // ClickHouse merges `users.d` into `users.xml`.
  await writeFile(join(directory, "users.d", "admin.xml"), adminUser);
  return {
    file: process.execPath,
    args: [
      join(import.meta.dirname, "clickhouse-server.mjs"),
      `--config-file=${config}`,
      `--path=${data}`,
      "--log-level=error",
    ],
    env: {
      STARDECK_ADMIN_PASSWORD_SHA256: sha256(secrets.admin),
      STARDECK_SCHEMA_PASSWORD_SHA256: sha256(secrets.admin),
      STARDECK_READER_PASSWORD_SHA256: sha256(secrets.reader),
      STARDECK_TAIL_PASSWORD_SHA256: sha256(secrets.tail),
      STARDECK_FRESHNESS_PASSWORD_SHA256: sha256(secrets.freshness),
      STARDECK_WRITER_PASSWORD_SHA256: sha256(secrets.writer),
    },
  };
}

/** Applies `pipeline/logs/schema.sql`, whose statements may all be repeated. Rejects with the server's own message. */
export async function applyLogSchema(
  region: RegionId,
  secrets: RegionSecrets,
  signal?: AbortSignal,
): Promise<void> {
  for (const statement of statements(await readFile(schemaFile, "utf8"))) {
    const response = await fetch(`http://${host}:${ports.clickhouse(region)}/`, {
      method: "POST",
      headers: { "X-ClickHouse-User": "stardeck_schema", "X-ClickHouse-Key": secrets.admin },
      body: statement,
      ...(signal && { signal }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${schemaFile}: ${answer.trim()}\n${statement}`);
  }
}

/**
 * The statements of an SQL file, without their comments: the HTTP interface takes one at a time. A statement ends
 * with a semicolon at a line's end; comments are whole lines, or follow `-- ` behind code.
 */
export function statements(sql: string): string[] {
  return sql
    .replace(/(^|\s)--\s.*$/gm, "$1")
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const serverConfig = (port: number, users: string, queryLog: boolean) => `<clickhouse>
  <logger><level>error</level><console_log_level>error</console_log_level><console>true</console></logger>
  <listen_host>${host}</listen_host>
  <http_port>${port}</http_port>
  <users_config>${escapeXml(users)}</users_config>
  <!-- Two of these share a small machine with ten other processes. -->
  <max_server_memory_usage>1500000000</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <index_mark_cache_size>16777216</index_mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <async_insert_threads>2</async_insert_threads>
  <merge_tree>
    <!-- These follow the size of the pool: with a pool of 2 the defaults would postpone merges for ever. -->
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
${queryLog ? queryLogConfig : ""}</clickhouse>
`;

const queryLogConfig = `  <query_log>
    <database>system</database>
    <table>query_log</table>
    <engine>ENGINE = MergeTree PARTITION BY event_date ORDER BY event_time TTL event_date + INTERVAL 1 DAY</engine>
    <flush_interval_milliseconds>500</flush_interval_milliseconds>
  </query_log>
`;

const adminUser = `<clickhouse>
  <users>
    <${clickhouseAdmin}>
      <password_sha256_hex from_env="STARDECK_ADMIN_PASSWORD_SHA256"/>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants><query>GRANT ALL ON *.*</query></grants>
    </${clickhouseAdmin}>
  </users>
</clickhouse>
`;

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
