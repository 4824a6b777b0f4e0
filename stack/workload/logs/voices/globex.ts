import type { Dice } from "../dice";
import { err, iso, logfmt, out, type Voice } from "../voice";

/** klog's header: level, month and day, time in microseconds, thread, source. */
function klog(level: "I" | "W" | "E" | "F", at: number, dice: Dice, source: string): string {
  const stamp = iso(at);
  const micros = String(dice.int(0, 999)).padStart(3, "0");
  return `${level}${stamp.slice(5, 7)}${stamp.slice(8, 10)} ${stamp.slice(11, 23)}${micros}       1 ${source}]`;
}

/** Globex's API, a Go program that logs with klog, on standard error as klog does. */
export const api: Voice = {
  say({ at, dice, trace }) {
    const kind = dice.next();
    const path = dice.pick(["/v2/devices", "/v2/devices/7f3a", "/v2/readings", "/v2/alerts"]);
    if (kind < 0.85) {
      const latency = `${dice.duration(12)}ms`;
      return err(
        `${klog("I", at, dice, "handlers.go:118")} "Request served" method="GET" path="${path}" status=200 latency="${latency}" trace="${trace.id}"`,
      );
    }
    if (kind < 0.95) {
      return err(
        `${klog("I", at, dice, "auth.go:71")} "Token refused" path="${path}" status=401 reason="expired"`,
      );
    }
    if (kind < 0.992) {
      return err(
        `${klog("W", at, dice, "limits.go:44")} "Client is near its limit" client="c-${dice.hex(6)}" used=0.94`,
      );
    }
    return err(
      `${klog("E", at, dice, "store.go:203")} "Query failed" err="context deadline exceeded" path="${path}"`,
    );
  },
  crash: ({ at, dice }) =>
    err(
      `${klog("F", at, dice, "main.go:61")} "Lost the store's lease" err="lease expired"`,
      "goroutine 1 [running]:",
      "main.main()",
      "\t/src/cmd/api/main.go:61 +0x4a5",
    ),
  boot: ({ at, dice, pod }) => [
    err(
      `${klog("I", at, dice, "main.go:34")} "Starting" version="${pod.attempt?.commit.slice(0, 12) ?? ""}"`,
    ),
    err(`${klog("I", at, dice, "main.go:58")} "Listening" address=":8080"`),
  ],
  stop: ({ at, dice }) => [err(`${klog("I", at, dice, "main.go:90")} "Shutting down" signal="terminated"`)],
};

/** A batch that was refused, whole, as somebody once thought would help: longer than the runtime writes in one piece. */
function refusedBatch(dice: Dice, time: string): string {
  const readings = Array.from(
    { length: 620 },
    () => `{"device":"d-${dice.hex(8)}","celsius":${dice.int(-20, 60)}}`,
  );
  return `${logfmt({ time, level: "warn", msg: "batch refused: clock ahead of ours" })} batch=[${readings.join(",")}]`;
}

/** Globex's ingest: logfmt, many lines, now and then one of 24 KB. It leaks, and says that it does. */
export const ingest: Voice = {
  say({ at, dice, run, trace }) {
    const time = iso(at);
    const kind = dice.next();
    if (kind < 0.004) return out(refusedBatch(dice, time));
    if (kind < 0.82) {
      return out(
        logfmt({
          time,
          level: "info",
          msg: "batch stored",
          readings: dice.int(20, 900),
          bytes: dice.int(1200, 64_000),
          duration_ms: dice.duration(7),
          trace_id: trace.id,
        }),
      );
    }
    if (kind < 0.94)
      return out(logfmt({ time, level: "debug", msg: "flushed segment", rows: dice.int(500, 9000) }));
    if (kind < 0.975)
      return out(logfmt({ time, level: "info", msg: "compaction done", errors: 0, took_s: dice.int(1, 9) }));
    const minutes = Math.floor((at - run.start) / 60_000);
    if (kind < 0.99)
      return out(logfmt({ time, level: "warn", msg: "heap grows", uptime_min: minutes, limit: "512MiB" }));
    return err(
      logfmt({ time, level: "error", msg: "device sent malformed reading", device: `d-${dice.hex(8)}` }),
    );
  },
  boot: ({ at }) => [
    out(logfmt({ time: iso(at), level: "info", msg: "ingest starting", shards: 8 })),
    out(logfmt({ time: iso(at + 400), level: "info", msg: "replayed journal", segments: 3 })),
  ],
  stop: ({ at }) => [out(logfmt({ time: iso(at), level: "info", msg: "flushing before exit" }))],
};

/** System containers: klog, rarely. No tenant's, so the log agents must leave them alone. */
export const system: Voice = {
  say: ({ at, dice, pod }) =>
    err(`${klog("I", at, dice, "reflector.go:389")} "Relisted" component="${pod.container}"`),
  boot: ({ at, dice, pod }) => [
    err(`${klog("I", at, dice, "server.go:46")} "Starting" component="${pod.container}"`),
  ],
  stop: () => [],
};
