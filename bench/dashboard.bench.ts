/**
 * `metrics.service` for six hours against one direct query_range: for the same series to the same store, both over
 * keep-alive HTTP, compressed where the server offers it, read and parsed; turn by turn in one run.
 */
import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { brotliDecompress, gunzip } from "node:zlib";
import { gridOf } from "../lib/time/step";
import { readStack, serviceOf } from "../stack/client/read-stack";
import { signInAs } from "../stack/client/sign-in";
import { median, percentile } from "./statistics";
import { table } from "./table";

const rounds = Number(process.env.BENCH_ROUNDS ?? 200);
const warmUp = 20;
const width = 1_500;
const goal = { time: 1.5, bytes: 0.35 } as const;
const sixHours = 6 * 3_600_000;

const decompress = { gzip: promisify(gunzip), br: promisify(brotliDecompress) };
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

interface Fetched {
  readonly milliseconds: number;
  /** As they came, headers apart. */
  readonly bytes: number;
  readonly answer: unknown;
}

async function get(url: URL, headers: Record<string, string>): Promise<Fetched> {
  const began = performance.now();
  const { status, encoding, body } = await new Promise<{ status: number; encoding: string; body: Buffer }>(
    (resolve, reject) => {
      const sent = request(
        url,
        { agent, headers: { ...headers, "accept-encoding": "gzip, br" } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              encoding: response.headers["content-encoding"] ?? "",
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      sent.on("error", reject);
      sent.end();
    },
  );
  const plain = encoding === "gzip" || encoding === "br" ? await decompress[encoding](body) : body;
  const answer: unknown = JSON.parse(plain.toString("utf8"));
  if (status !== 200)
    throw new Error(`${url.pathname} answered ${status}: ${plain.toString("utf8").slice(0, 300)}`);
  return { milliseconds: performance.now() - began, bytes: body.length, answer };
}

export async function main(): Promise<number> {
  const stack = readStack();
  const service = serviceOf(stack, "acme-shop", "production", "checkout");
  const { cookie } = await signInAs(stack.stardeck.url, "ada@acme.test", "demo");

  const product = (now: number) => {
    const url = new URL("/api/trpc/metrics.service", stack.stardeck.url);
    const { project, environment, service: slug } = service;
    const input = { project, environment, service: slug, from: now - sixHours, to: now, width };
    url.searchParams.set("input", JSON.stringify(input));
    return get(url, { cookie, "sec-fetch-site": "same-origin" });
  };
  const direct = (now: number) => {
    const grid = gridOf({ from: now - sixHours, to: now }, width);
    const url = new URL("/api/v1/query_range", service.in.metrics.direct);
    const pinned = `project_id="${service.projectId}",environment="production",service_id="${service.serviceId}"`;
    const series = `{__name__=~"starform:service:.+",${pinned}}`;
    url.searchParams.set("query", `avg_over_time(${series}[${grid.step}s])`);
    url.searchParams.set("start", String(grid.start));
    url.searchParams.set("end", String(grid.end));
    url.searchParams.set("step", `${grid.step}s`);
    url.searchParams.set("latency_offset", "1ms");
    return get(url, {});
  };

  const ours: Fetched[] = [];
  const theirs: Fetched[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const now = Date.now();
    // Whoever comes second finds the store's caches warm, so they take turns.
    const order = round % 2 === 0 ? ([product, direct] as const) : ([direct, product] as const);
    for (const ask of order) {
      const fetched = await ask(now);
      if (round >= warmUp) (ask === product ? ours : theirs).push(fetched);
    }
  }
  agent.destroy();

  const row = (name: string, all: readonly Fetched[]) => {
    const times = all.map(({ milliseconds }) => milliseconds);
    return [
      name,
      median(times).toFixed(1),
      percentile(times, 95).toFixed(1),
      String(Math.round(median(all.map(({ bytes }) => bytes)))),
    ];
  };
  const time =
    median(ours.map((each) => each.milliseconds)) / median(theirs.map((each) => each.milliseconds));
  const bytes = median(ours.map((each) => each.bytes)) / median(theirs.map((each) => each.bytes));
  console.log(`metrics.service, 6 h, 11 series, ${rounds} rounds, against one direct query_range\n`);
  console.log(
    table(
      ["", "median ms", "p95 ms", "bytes on the wire"],
      [
        row("metrics.service", ours),
        row("direct query_range", theirs),
        ["ratio", `${time.toFixed(2)} ×`, "", `${bytes.toFixed(2)} ×`],
      ],
    ),
  );
  const met = time <= goal.time && bytes <= goal.bytes;
  console.log(
    `\ngoal: at most ${goal.time} × the time and ${goal.bytes} × the bytes: ${met ? "met" : "missed"}`,
  );
  return met ? 0 : 1;
}
