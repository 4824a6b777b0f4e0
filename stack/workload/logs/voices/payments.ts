import { err, iso, json, type Moment, out, type Voice } from "../voice";

function event(moment: Moment, level: string, logger: string, message: string, more: object = {}): string {
  const { at, trace, dice } = moment;
  return json({
    "@timestamp": iso(at),
    level,
    logger_name: `test.acme.payments.${logger}`,
    thread_name: `http-nio-8080-exec-${dice.int(1, 20)}`,
    message,
    ...more,
    trace_id: trace.id,
    span_id: trace.span,
  });
}

const frames = [
  "\tat org.postgresql.core.v3.QueryExecutorImpl.receiveErrorResponse(QueryExecutorImpl.java:2733)",
  "\tat org.postgresql.core.v3.QueryExecutorImpl.processResults(QueryExecutorImpl.java:2420)",
  "\tat org.postgresql.jdbc.PgPreparedStatement.executeQuery(PgPreparedStatement.java:137)",
  "\tat com.zaxxer.hikari.pool.ProxyPreparedStatement.executeQuery(ProxyPreparedStatement.java:52)",
  "\tat test.acme.payments.LedgerRepository.lockAccount(LedgerRepository.java:88)",
  "\tat test.acme.payments.ChargeService.capture(ChargeService.java:141)",
  "\tat jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)",
  "\t... 41 common frames omitted",
] as const;

/** Payments, a Java service: JSON lines, and stack traces as the JVM prints them, one line a frame. */
export const payments: Voice = {
  say(moment) {
    const { dice } = moment;
    const charge = `ch_${dice.hex(14)}`;
    const kind = dice.next();
    if (kind < 0.6) {
      const amount = dice.int(800, 42_000);
      return out(
        event(moment, "INFO", "ChargeService", `captured ${charge}`, {
          amount_minor: amount,
          currency: "EUR",
        }),
      );
    }
    if (kind < 0.85)
      return out(event(moment, "INFO", "ChargeController", `POST /v1/charges 201 ${dice.duration(48)} ms`));
    if (kind < 0.97) {
      const active = dice.int(2, 9);
      return out(
        event(moment, "DEBUG", "PoolStats", `pool: ${active} active, ${20 - active} idle, 0 waiting`),
      );
    }
    if (kind < 0.995)
      return out(event(moment, "WARN", "CardNetwork", `declined ${charge}: insufficient funds`));
    return err(
      `${iso(moment.at)} ERROR test.acme.payments.ReceiptMailer - could not render receipt for ${charge}`,
      `java.lang.IllegalArgumentException: No translation for locale "nb-NO" of key "receipt.total"`,
      "\tat test.acme.payments.Messages.lookup(Messages.java:57)",
      "\tat test.acme.payments.ReceiptMailer.render(ReceiptMailer.java:112)",
      "\tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)",
      "\tat java.base/java.lang.Thread.run(Thread.java:1583)",
    );
  },
  suffer(moment) {
    const { dice } = moment;
    const waited = dice.int(1500, 2900);
    const kind = dice.next();
    if (kind < 0.55) {
      return out(
        event(
          moment,
          "WARN",
          "LedgerRepository",
          `slow query: waited ${waited} ms for a row lock on ledger_accounts`,
          {
            lock_wait_ms: waited,
            blocked_by: "nightly_reconciliation",
            query: "SELECT … FROM ledger_accounts WHERE id = $1 FOR UPDATE",
          },
        ),
      );
    }
    if (kind < 0.85) {
      const waiting = dice.int(12, 60);
      return out(
        event(moment, "WARN", "PoolStats", `pool: 20 active, 0 idle, ${waiting} waiting for a connection`, {
          pool_waiting: waiting,
        }),
      );
    }
    return err(
      `${iso(moment.at)} ERROR test.acme.payments.ChargeService - capture failed trace_id=${moment.trace.id}`,
      'org.springframework.dao.CannotAcquireLockException: could not obtain lock on row in relation "ledger_accounts"',
      ...frames,
    );
  },
  crash: ({ at }) =>
    err(
      `${iso(at)} FATAL test.acme.payments.Main - the event journal is corrupt, leaving`,
      'Exception in thread "journal-writer" java.io.IOException: No space left on device',
      "\tat java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)",
      "\tat test.acme.payments.Journal.append(Journal.java:63)",
    ),
  boot: (moment) => [
    out("  .   ____          _            __ _ _"),
    out(" /\\\\ / ___'_ __ _ _(_)_ __  __ _ \\ \\ \\ \\"),
    out(" :: Spring Boot ::                (v4.0.1)"),
    out(event(moment, "INFO", "Main", "Started Payments in 6.4 seconds (process running for 7.1)")),
  ],
  stop: (moment) => [out(event(moment, "INFO", "Main", "Graceful shutdown complete"))],
};
