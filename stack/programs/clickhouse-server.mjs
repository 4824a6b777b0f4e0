// Runs ClickHouse's HTTP server in this process until a signal ends it:
//   node clickhouse-server.mjs --config-file=<path> --path=<data directory>
//
// Plain JavaScript, because nothing else should live in a process that becomes a database. The npm package `chdb` brings
// the whole engine as a shared library; its command-line entry point (`clickhouse local`) knows `SYSTEM START LISTEN`.
// The call blocks for as long as the server runs, hence a query that never ends after it.
import { libchdbPath } from "chdb/libchdb";
import { DataType, load, open } from "ffi-rs";

const serve =
  "SYSTEM START LISTEN HTTP; SELECT sleepEachRow(0.5) FROM system.numbers FORMAT Null SETTINGS max_block_size = 1";
const argv = ["clickhouse", ...process.argv.slice(2), "--multiquery", `--query=${serve}`];

open({ library: "clickhouse", path: libchdbPath() });
load({
  library: "clickhouse",
  funcName: "query_stable_v2",
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [argv.length, argv],
});

// Only reached when the server could not start or its endless query was ended: both are failures.
process.stderr.write("clickhouse: the server ended\n");
process.exitCode = 1;
