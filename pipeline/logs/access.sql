-- The users, limits and policies of users.xml for servers whose users live in SQL (access_management = 1, a writable
-- user directory). Run it as an administrator, before schema.sql, with the passwords put in place of <…>. It may be run
-- again; on a cluster add ON CLUSTER. The embedded regions run users.xml, and its tests cover that file, not this one.

CREATE SETTINGS PROFILE OR REPLACE stardeck_limits SETTINGS
    readonly = 1,
    allow_ddl = 0,
    allow_introspection_functions = 0,
    max_execution_time = 10 MIN 1 MAX 10 CHANGEABLE_IN_READONLY,
    log_comment CHANGEABLE_IN_READONLY,
    timeout_overflow_mode = 'throw',
    timeout_before_checking_execution_speed = 0,
    max_memory_usage = 1500000000,
    max_threads = 4,
    max_rows_to_read = 300000000,
    read_overflow_mode = 'throw',
    max_result_rows = 10000,
    max_result_bytes = 33554432,
    result_overflow_mode = 'throw',
    max_concurrent_queries_for_user = 32,
    max_query_size = 65536,
    max_ast_elements = 2000,
    max_subquery_depth = 10,
    force_primary_key = 1,
    cancel_http_readonly_queries_on_client_close = 1,
    http_wait_end_of_query = 1,
    http_response_buffer_size = 33554432,
    use_query_cache = 0,
    enable_reads_from_query_cache = 0,
    enable_writes_to_query_cache = 0,
    use_query_condition_cache = 0,
    asterisk_include_materialized_columns = 1;

CREATE SETTINGS PROFILE OR REPLACE stardeck_reader SETTINGS
    INHERIT 'stardeck_limits', allow_get_client_http_header = 1;

CREATE SETTINGS PROFILE OR REPLACE stardeck_tail SETTINGS INHERIT 'stardeck_limits';

CREATE SETTINGS PROFILE OR REPLACE stardeck_freshness SETTINGS
    INHERIT 'stardeck_limits',
    force_primary_key = 0,
    max_rows_to_read = 1000000,
    max_memory_usage = 200000000,
    max_concurrent_queries_for_user = 8;

CREATE SETTINGS PROFILE OR REPLACE stardeck_writer SETTINGS
    async_insert = 1,
    wait_for_async_insert = 1 CONST,
    max_execution_time = 8 MIN 1 MAX 8,
    max_partitions_per_insert_block = 400,
    input_format_allow_errors_num = 100,
    input_format_allow_errors_ratio = 0.01,
    input_format_skip_unknown_fields = 1,
    date_time_input_format = 'best_effort',
    max_memory_usage = 1000000000;

CREATE USER IF NOT EXISTS stardeck_reader IDENTIFIED WITH sha256_password BY '<reader>' SETTINGS PROFILE 'stardeck_reader';
CREATE USER IF NOT EXISTS stardeck_tail IDENTIFIED WITH sha256_password BY '<tail>' SETTINGS PROFILE 'stardeck_tail';
CREATE USER IF NOT EXISTS stardeck_freshness IDENTIFIED WITH sha256_password BY '<freshness>' SETTINGS PROFILE 'stardeck_freshness';
CREATE USER IF NOT EXISTS stardeck_writer IDENTIFIED WITH sha256_password BY '<writer>' SETTINGS PROFILE 'stardeck_writer';
-- Whom the views of schema.sql run as; nobody signs in as it.
CREATE USER IF NOT EXISTS stardeck_pipe IDENTIFIED WITH no_password HOST NONE;
CREATE USER IF NOT EXISTS stardeck_schema IDENTIFIED WITH sha256_password BY '<schema>';

GRANT SELECT ON stardeck.logs TO stardeck_reader, stardeck_tail;
GRANT SELECT ON stardeck.pipe_freshness TO stardeck_freshness;
GRANT INSERT ON stardeck.logs TO stardeck_writer;
GRANT INSERT ON stardeck.logs_unrouted TO stardeck_writer;
GRANT INSERT ON stardeck.pipe_heartbeats TO stardeck_writer;
GRANT SELECT ON stardeck.logs TO stardeck_pipe;
GRANT SELECT ON stardeck.pipe_heartbeats TO stardeck_pipe;
GRANT SELECT, INSERT ON stardeck.pipe_freshness_state TO stardeck_pipe;
GRANT CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, ALTER TABLE, ALTER VIEW, SHOW ON stardeck.* TO stardeck_schema;
GRANT TABLE ENGINE ON * TO stardeck_schema;
GRANT SELECT, INSERT ON stardeck.pipe_freshness_state TO stardeck_schema;
GRANT SELECT(kind, node, ts, ingested_at) ON stardeck.logs TO stardeck_schema;
GRANT SELECT ON stardeck.pipe_heartbeats TO stardeck_schema;
GRANT SET DEFINER ON stardeck_pipe TO stardeck_schema;

-- The tenant rides in a header, outside the SQL text, where no text can change it. No header, no rows. A header does not
-- cross to the shards of a Distributed table: there, give every project a role of its own with
--   CREATE ROW POLICY … ON stardeck.logs USING project_id = '<id>' TO stardeck_project_<id>
-- and let each request of the reader name exactly one (roles OR their policies).
CREATE ROW POLICY OR REPLACE stardeck_tenant ON stardeck.logs
    USING project_id = getClientHTTPHeader('X-Stardeck-Project') TO stardeck_reader;
CREATE ROW POLICY OR REPLACE stardeck_recent ON stardeck.logs
    USING ingested_at > now64(3) - INTERVAL 20 MINUTE TO stardeck_tail;

-- These table functions skip the log table's policy (seen on 26.7), and these tables count every tenant's rows.
CREATE ROW POLICY OR REPLACE stardeck_closed ON
    _table_function.mergeTreeIndex,
    _table_function.mergeTreeProjection,
    _table_function.mergeTreeTextIndex,
    _table_function.mergeTreeAnalyzeIndexes,
    _table_function.mergeTreeAnalyzeIndexesUUID,
    system.tables,
    system.columns
    USING 0 TO stardeck_reader, stardeck_tail;

CREATE QUOTA OR REPLACE stardeck_project KEYED BY client_key, user_name
    FOR INTERVAL 60 second MAX queries = 3000, errors = 600, read_rows = 20000000000, execution_time = 300
    TO stardeck_reader;
CREATE QUOTA OR REPLACE stardeck_service
    FOR INTERVAL 60 second MAX queries = 6000, errors = 3000, read_rows = 40000000000, execution_time = 900
    TO stardeck_tail, stardeck_freshness;
