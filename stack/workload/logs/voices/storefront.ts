import { iso, json, type Moment, out, type Voice } from "../voice";

const products = [
  "blue-kettle",
  "oak-shelf",
  "wool-blanket",
  "café-press",
  "smörgås-board",
  "desk-lamp",
] as const;
const searches = ["kettle", "søndag gave", "blåbærsyltetøy 🫐", "抹茶 set", "чайник", "lamp -led"] as const;
const agents = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0",
] as const;

function requested({ at, dice, trace, pod }: Moment): string {
  const kind = dice.next();
  const path =
    kind < 0.5
      ? `/products/${encodeURIComponent(dice.pick(products))}`
      : kind < 0.75
        ? `/search?q=${encodeURIComponent(dice.pick(searches))}`
        : dice.pick(["/", "/cart", "/api/recommendations", "/healthz"]);
  const roll = dice.next();
  const status = roll < 0.001 ? 500 : roll < 0.021 ? 404 : roll < 0.05 ? 304 : 200;
  const duration = dice.duration(22);
  return json({
    level: status >= 500 ? "error" : duration > 400 ? "warn" : "info",
    time: iso(at),
    msg: `GET ${path} ${status}`,
    method: "GET",
    path,
    status,
    duration_ms: duration,
    bytes: dice.int(900, 52_000),
    remote_ip: `203.0.113.${dice.int(1, 254)}`,
    user_agent: dice.pick(agents),
    version: pod.attempt?.commit.slice(0, 7) ?? "unknown",
    trace_id: trace.id,
    span_id: trace.span,
  });
}

/** A Node.js shop front: one JSON object a line, its access log among them. */
export const storefront: Voice = {
  say(moment) {
    const { dice, at, trace } = moment;
    const staging = moment.pod.placement?.environment.slug !== "production";
    const kind = dice.next();
    if (kind < 0.86) return out(requested(moment));
    if (kind < 0.93) {
      const q = dice.pick(searches);
      return out(
        json({
          level: "info",
          time: iso(at),
          msg: `searched “${q}”`,
          hits: dice.int(0, 48),
          trace_id: trace.id,
        }),
      );
    }
    // A person who searches for "error" finds this, and must see that it is none.
    if (kind < 0.95) {
      const share = (99.9 + dice.int(0, 9) / 100).toFixed(2);
      return out(
        json({ level: "info", time: iso(at), msg: `error budget: ${share} % of requests are fine` }),
      );
    }
    if (kind < 0.98 || !staging) {
      const key = `product:${dice.pick(products)}`;
      return out(
        json({ level: "debug", time: iso(at), msg: "cache miss", key, ttl_s: 300, trace_id: trace.id }),
      );
    }
    return out(json({ level: "warn", time: iso(at), msg: "feature flag not found", flag: "checkout-v3" }));
  },
  boot({ at, pod }) {
    const version = pod.attempt?.commit.slice(0, 7);
    return [
      out(json({ level: "info", time: iso(at), msg: "starting", version, node: "v22.21.0" })),
      out(
        json({ level: "info", time: iso(at + 900), msg: "connected to redis", host: "redis.internal:6379" }),
      ),
      out(json({ level: "info", time: iso(at + 2100), msg: "listening on :8080" })),
    ];
  },
  stop: ({ at }) => [
    out(json({ level: "info", time: iso(at), msg: "SIGTERM: draining connections" })),
    out(json({ level: "info", time: iso(at), msg: "bye" })),
  ],
};

/** The same shop front as its developers run it in a preview: for eyes, in colour. */
export const preview: Voice = {
  say({ dice }) {
    const path = dice.pick(["/", "/cart", "/products/blue-kettle", "/_next/static/chunks/app.js"]);
    if (dice.chance(0.12)) return out(` \u001b[33m⚠\u001b[39m Fast Refresh had to perform a full reload`);
    if (dice.chance(0.1)) return out(` \u001b[32m✓\u001b[39m Compiled ${path} in ${dice.duration(340)}ms`);
    return out(` \u001b[1mGET\u001b[22m ${path} \u001b[32m200\u001b[39m in ${dice.duration(55)}ms`);
  },
  boot: () => [
    out("   \u001b[1m▲ Next.js 16.4.6\u001b[22m"),
    out("   - Local:   http://localhost:8080"),
    out(" \u001b[32m✓\u001b[39m Ready in 1412ms"),
  ],
  stop: () => [out(" - shutting down")],
};
