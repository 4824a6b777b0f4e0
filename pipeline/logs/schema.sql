-- A region's log store. Run it as often as you like: every statement is idempotent.
--
-- Needs ClickHouse 24.8 or later and the users of users.xml (or access.sql), because the materialized views run as
-- `stardeck_pipe`. On a cluster: the Replicated… engines and ON CLUSTER; nothing else changes.

CREATE DATABASE IF NOT EXISTS stardeck;

CREATE TABLE IF NOT EXISTS stardeck.logs
(
    project_id     LowCardinality(String),
    environment    LowCardinality(String),
    service_id     LowCardinality(String),
    -- The container runtime's own stamp (CRI), never one that the application printed.
    ts             DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    -- XXH3-64 of (container id, stream, CRI time, raw bytes): a line that is sent twice keeps its id and folds. Signed,
    -- because VRL's xxhash is.
    line_id        Int64 CODEC(NONE),
    -- MATERIALIZED, not DEFAULT: no shipper can name it, so the tail's windows are always the server's own time.
    ingested_at    DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    -- runtime | build. Strings, not Enums: an unknown Enum value is HTTP 500, which Vector retries for ever.
    kind           LowCardinality(String) DEFAULT 'runtime' CODEC(ZSTD(1)),
    stream         LowCardinality(String) DEFAULT 'stdout' CODEC(ZSTD(1)),
    -- trace | debug | info | warn | error | fatal | unknown
    level          LowCardinality(String) DEFAULT 'unknown' CODEC(ZSTD(1)),
    -- The deployment of a runtime line, the build of a build line.
    deployment_id  LowCardinality(String) CODEC(ZSTD(1)),
    -- The pod's name.
    replica        LowCardinality(String) CODEC(ZSTD(1)),
    -- The container's name within the pod.
    container      LowCardinality(String) CODEC(ZSTD(1)),
    node           LowCardinality(String) CODEC(ZSTD(1)),
    message        String CODEC(ZSTD(1)),
    attrs          Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    trace_id       String CODEC(ZSTD(1)),
    span_id        String CODEC(ZSTD(1)),
    -- 1 when the line was longer than the shipper's limit and lost its end.
    truncated      UInt8 CODEC(ZSTD(1)),
    -- The project's plan when the line arrived: 3, 7, 30 or 90. Never 0: that is accepted and stores nothing.
    retention_days UInt16 DEFAULT 7 CODEC(ZSTD(1)),

    INDEX idx_ingested    ingested_at      TYPE minmax                  GRANULARITY 1,
    INDEX idx_tokens      lower(message)   TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 1,
    INDEX idx_attr_values mapValues(attrs) TYPE bloom_filter(0.01)      GRANULARITY 1,
    INDEX idx_trace       trace_id         TYPE bloom_filter(0.01)      GRANULARITY 1,
    INDEX idx_deployment  deployment_id    TYPE set(64)                 GRANULARITY 1,

    CONSTRAINT routed    CHECK project_id != '' AND environment != '' AND service_id != '',
    CONSTRAINT retention CHECK retention_days IN (3, 7, 30, 90)
)
ENGINE = ReplacingMergeTree
-- The plan is part of the partition, so whole partitions expire and nothing is rewritten for a TTL.
PARTITION BY (retention_days, toDate(ts))
PRIMARY KEY (project_id, environment, service_id, ts)
ORDER BY (project_id, environment, service_id, ts, line_id)
TTL toDateTime(ts) + toIntervalDay(retention_days)
SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1, merge_with_ttl_timeout = 3600,
         -- A batch that is sent again under its insert_deduplication_token is not stored again.
         non_replicated_deduplication_window = 1000;

-- Lines that no tenant can be named for, and records that the store refused: kept for the operators, for three days.
CREATE TABLE IF NOT EXISTS stardeck.logs_unrouted
(
    at     DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC'),
    reason LowCardinality(String),
    -- Where it was read: the container log file's name.
    tag    String,
    raw    String
)
ENGINE = MergeTree
ORDER BY at
TTL toDateTime(at) + INTERVAL 3 DAY
SETTINGS non_replicated_deduplication_window = 1000;

-- Freshness of the pipe itself, without tenants: a few rows a node, whatever the traffic. `max(ingested_at)` over the
-- log table would read too much, and force_primary_key refuses it.
CREATE TABLE IF NOT EXISTS stardeck.pipe_freshness_state
(
    kind               LowCardinality(String),
    node               LowCardinality(String),
    newest_ingested_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    newest_ts          SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    heartbeat_at       SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (kind, node)
-- A node that has been gone for thirty days is forgotten.
TTL toDateTime(greatest(newest_ingested_at, heartbeat_at)) + INTERVAL 30 DAY;

-- Shippers insert (kind, node) here every few seconds; nothing is stored but the newest time, and that is the server's.
CREATE TABLE IF NOT EXISTS stardeck.pipe_heartbeats
(
    kind LowCardinality(String),
    node LowCardinality(String),
    at   DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC')
)
ENGINE = Null;

-- The views run as a user that nobody can sign in as, so that the writer needs INSERT and nothing more.
CREATE MATERIALIZED VIEW IF NOT EXISTS stardeck.pipe_freshness_from_logs
TO stardeck.pipe_freshness_state
DEFINER = stardeck_pipe SQL SECURITY DEFINER
AS SELECT
    kind,
    node,
    max(ingested_at) AS newest_ingested_at,
    max(toDateTime64(ts, 3, 'UTC')) AS newest_ts,
    toDateTime64(0, 3, 'UTC') AS heartbeat_at
FROM stardeck.logs
GROUP BY kind, node;

CREATE MATERIALIZED VIEW IF NOT EXISTS stardeck.pipe_freshness_from_heartbeats
TO stardeck.pipe_freshness_state
DEFINER = stardeck_pipe SQL SECURITY DEFINER
AS SELECT
    kind,
    node,
    toDateTime64(0, 3, 'UTC') AS newest_ingested_at,
    toDateTime64(0, 3, 'UTC') AS newest_ts,
    max(at) AS heartbeat_at
FROM stardeck.pipe_heartbeats
GROUP BY kind, node;

-- One row a (kind, node). A time of 1970-01-01 means never.
CREATE VIEW IF NOT EXISTS stardeck.pipe_freshness
DEFINER = stardeck_pipe SQL SECURITY DEFINER
AS SELECT
    kind,
    node,
    max(newest_ingested_at) AS newest_ingested_at,
    max(newest_ts) AS newest_ts,
    max(heartbeat_at) AS heartbeat_at
FROM stardeck.pipe_freshness_state
GROUP BY kind, node;
