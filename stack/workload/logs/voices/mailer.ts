import { err, iso, logfmt, out, type Voice } from "../voice";

const people = [
  "Søren Ångström",
  "Zoë Núñez",
  "Łukasz Żak",
  "山田 太郎",
  "Aoife O’Brien",
  "Grace Hopper",
] as const;
const templates = ["order-confirmation", "password-reset", "shipped", "newsletter"] as const;

/** The mail worker: logfmt, no requests, and people's names as they write them. */
export const mailer: Voice = {
  say({ at, dice, trace }) {
    const time = iso(at);
    const kind = dice.next();
    if (kind < 0.72) {
      return out(
        logfmt({
          time,
          level: "info",
          msg: "mail sent",
          template: dice.pick(templates),
          to_name: dice.pick(people),
          duration_ms: dice.duration(210),
          trace_id: trace.id,
        }),
      );
    }
    if (kind < 0.9) return out(logfmt({ time, level: "debug", msg: "polled queue", depth: dice.int(0, 40) }));
    if (kind < 0.97) {
      return out(
        logfmt({ time, level: "warn", msg: "greylisted, will retry", mx: "mx1.example.org", retry_s: 300 }),
      );
    }
    return err(
      logfmt({
        time,
        level: "error",
        msg: "550 5.1.1 mailbox unavailable",
        template: dice.pick(templates),
        attempts: 5,
      }),
    );
  },
  boot: ({ at }) => [
    out(logfmt({ time: iso(at), level: "info", msg: "worker ready", queues: "mail,receipts" })),
  ],
  stop: ({ at }) => [out(logfmt({ time: iso(at), level: "info", msg: "finishing 1 job before exit" }))],
};
