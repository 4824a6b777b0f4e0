import { iso, json, type Moment, out, type Voice } from "../voice";

function order({ at, dice, trace }: Moment): string {
  const total = `${dice.int(8, 420)}.${String(dice.int(0, 99)).padStart(2, "0")} EUR`;
  const base = { trace_id: trace.id, span_id: trace.span };
  const kind = dice.next();
  if (kind < 0.55) {
    return json({
      level: "info",
      ts: iso(at),
      msg: "order placed",
      order_id: `ord_${dice.hex(12)}`,
      total,
      items: dice.int(1, 9),
      duration_ms: dice.duration(34),
      ...base,
    });
  }
  if (kind < 0.75) {
    return json({ level: "info", ts: iso(at), msg: "basket priced", items: dice.int(1, 9), total, ...base });
  }
  if (kind < 0.95) {
    return json({
      level: "debug",
      ts: iso(at),
      msg: "payments: authorised",
      upstream_ms: dice.duration(48),
      ...base,
    });
  }
  if (kind < 0.985)
    return json({ level: "info", ts: iso(at), msg: "voucher refused", code: "WELCOME10", ...base });
  return json({
    level: "warn",
    ts: iso(at),
    msg: "retrying payments after connection reset",
    attempt: 2,
    ...base,
  });
}

/** Checkout: JSON lines. Its incident is told as it would tell it: who did not answer, and for how long. */
export const checkout: Voice = {
  say: (moment) => out(order(moment)),
  suffer({ at, dice, trace }) {
    const base = { trace_id: trace.id, span_id: trace.span, order_id: `ord_${dice.hex(12)}` };
    const kind = dice.next();
    if (kind < 0.5) {
      return out(
        json({
          level: "error",
          ts: iso(at),
          msg: "upstream timeout: payments after 1800 ms",
          upstream: "payments",
          timeout_ms: 1800,
          status: 504,
          ...base,
        }),
      );
    }
    if (kind < 0.85) {
      return out(
        json({
          level: "error",
          ts: iso(at),
          msg: "order failed: circuit breaker for payments is open",
          upstream: "payments",
          status: 503,
          ...base,
        }),
      );
    }
    const failures = dice.int(20, 90);
    return out(
      json({
        level: "warn",
        ts: iso(at),
        msg: "circuit breaker for payments opened",
        failures,
        window_s: 10,
        ...base,
      }),
    );
  },
  boot: ({ at, pod }) => [
    out(
      json({ level: "info", ts: iso(at), msg: "checkout starting", build: pod.attempt?.commit.slice(0, 12) }),
    ),
    out(
      json({
        level: "info",
        ts: iso(at + 700),
        msg: "payments client ready",
        timeout_ms: 1800,
        breaker: "50%/10s",
      }),
    ),
    out(json({ level: "info", ts: iso(at + 1200), msg: "serving on 0.0.0.0:8080" })),
  ],
  stop: ({ at }) => [out(json({ level: "info", ts: iso(at), msg: "stopping: no new orders, 3 in flight" }))],
};

const colour = { INFO: 32, DEBUG: 36, WARN: 33, ERROR: 31 } as const;

function coloured(at: number, level: keyof typeof colour, text: string): string {
  return `\u001b[90m${iso(at).slice(11, 23)}\u001b[0m \u001b[${colour[level]}m${level.padEnd(5)}\u001b[0m ${text}`;
}

/** Checkout in staging: the same program with its console logger on, colours and all. */
export const stagingCheckout: Voice = {
  say({ at, dice, trace }) {
    const kind = dice.next();
    if (kind < 0.6) return out(coloured(at, "INFO", `order placed ord_${dice.hex(12)} trace=${trace.id}`));
    if (kind < 0.9) return out(coloured(at, "DEBUG", `priced basket in ${dice.duration(12)}ms`));
    if (kind < 0.97) return out(coloured(at, "WARN", "payments sandbox is slow today"));
    return out(coloured(at, "ERROR", `voucher service: 404 for code "TEST-${dice.hex(4)}"`));
  },
  boot: ({ at }) => [out(coloured(at, "INFO", "checkout (staging) serving on 0.0.0.0:8080"))],
  stop: ({ at }) => [out(coloured(at, "INFO", "stopping"))],
};
