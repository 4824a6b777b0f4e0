import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { host } from "../layout";
import { type Build, buildsOf, type Deployment, deploymentsOf } from "../workload/model/deployments";
import type { Anchor } from "../workload/model/time";
import { accounts, projects, type WorldAccount } from "../world";
import { revokeAccount } from "./adapter";
import { catalogOf, projectsOf } from "./catalog";
import { projectHistory, type RowsOf, windowOf } from "./history";
import { lostPage, pageHeaders, signInPage } from "./pages";
import { makeProvider, type ProviderOptions } from "./provider";
import { StarbaseState } from "./state";

export interface StarbaseOptions
  extends Pick<ProviderOptions, "clientId" | "clientSecret" | "stardeckUrls" | "now"> {
  readonly port: number;
  /** Where keys, sessions and memberships are kept. */
  readonly directory: string;
  /** Where the workload's world hangs in time: its deployments are told from it. */
  readonly anchor: () => Anchor;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** What the route's pattern captured. */
  readonly captured: readonly string[];
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly handle: (exchange: Exchange) => Promise<void> | void;
}

/** Starbase's stand-in, not yet listening: OpenID provider, catalog API and, for tests, membership switches. */
export function makeStarbase(options: StarbaseOptions): Server {
  const issuer = `http://${host}:${options.port}`;
  const state = new StarbaseState(options.directory, options.now);
  const provider = makeProvider({ ...options, issuer, state });
  const openId = provider.callback();
  const routes = [
    ...signInRoutes(provider, options.stardeckUrls),
    ...apiRoutes(provider, state, options),
    ...testRoutes(state),
  ];
  return createServer((request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    const found = routes.flatMap((route) => {
      const captured = route.method === request.method ? route.path.exec(url.pathname) : null;
      return captured ? [{ route, captured: captured.slice(1).map(decodeURIComponent) }] : [];
    })[0];
    if (!found) return void openId(request, response);
    Promise.resolve()
      .then(() => found.route.handle({ request, response, url, captured: found.captured }))
      .catch((error: unknown) => {
        console.error(error);
        if (response.headersSent) response.destroy();
        else json(response, 500, { error: "internal" });
      });
  });
}

function signInRoutes(provider: Provider, stardeckUrls: readonly string[]): Route[] {
  const path = /^\/interaction\/[\w-]+$/;
  const show = (response: ServerResponse, status: number, html: string) =>
    response.writeHead(status, pageHeaders(stardeckUrls)).end(html);
  /** The sign-in under way, if this browser began it. */
  const underWay = ({ request, response }: Exchange) =>
    provider.interactionDetails(request, response).then(
      ({ prompt }) => prompt.name === "login",
      () => false,
    );
  return [
    {
      method: "GET",
      path,
      handle: async (exchange) => {
        if (await underWay(exchange)) show(exchange.response, 200, signInPage(false));
        else show(exchange.response, 400, lostPage());
      },
    },
    {
      method: "POST",
      path,
      handle: async (exchange) => {
        const { request, response } = exchange;
        if (!(await underWay(exchange))) return void show(response, 400, lostPage());
        const form = new URLSearchParams(await bodyOf(request));
        const account = accountFor(form.get("email") ?? "", form.get("password") ?? "");
        if (!account) return void show(response, 401, signInPage(true));
        await provider.interactionFinished(request, response, { login: { accountId: account.id } });
      },
    },
  ];
}

/** The account of that address and password; an unknown address takes as long as a wrong password. */
function accountFor(email: string, password: string): WorldAccount | undefined {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const account = accounts.find((each) => each.email === email.trim().toLowerCase());
  const right = timingSafeEqual(digest(password), digest(account?.password ?? ""));
  return account && right ? account : undefined;
}

function apiRoutes(provider: Provider, state: StarbaseState, options: StarbaseOptions): Route[] {
  /** Answers as the account that the bearer token stands for; 401 without one. */
  const asCaller =
    (handle: (exchange: Exchange, account: WorldAccount) => void) =>
    async (exchange: Exchange): Promise<void> => {
      const token = /^Bearer (\S+)$/i.exec(exchange.request.headers.authorization ?? "")?.[1];
      const found = token ? await provider.AccessToken.find(token) : undefined;
      const account = accounts.find(({ id }) => id === found?.accountId);
      if (account) return handle(exchange, account);
      exchange.response.setHeader("www-authenticate", 'Bearer error="invalid_token"');
      json(exchange.response, 401, { error: "invalid_token" });
    };
  const history = (name: "deployments" | "builds", rowsOf: RowsOf<Deployment | Build>): Route => ({
    method: "GET",
    path: new RegExp(`^/api/v1/projects/([^/]+)/${name}$`),
    handle: asCaller(({ response, url, captured: [slug] }, account) => {
      const project = projectsOf(state.memberOf(account.id)).find((each) => each.slug === slug);
      if (!project) return json(response, 404, { error: "not_found" });
      const now = options.now();
      const window = windowOf(url.searchParams, now);
      if (!window) return json(response, 400, { error: "invalid_window" });
      json(response, 200, { [name]: projectHistory(rowsOf, options.anchor(), project, window, now) });
    }),
  });
  return [
    {
      method: "GET",
      path: /^\/api\/v1\/catalog$/,
      handle: asCaller(({ response }, account) =>
        json(response, 200, catalogOf(account, state.memberOf(account.id))),
      ),
    },
    history("deployments", deploymentsOf),
    history("builds", buildsOf),
    { method: "GET", path: /^\/healthz$/, handle: ({ response }) => json(response, 200, { status: "ok" }) },
  ];
}

/** For tests alone: membership and sessions change from one moment to the next. */
function testRoutes(state: StarbaseState): Route[] {
  const member = (method: string, isMember: boolean): Route => ({
    method,
    path: /^\/dev\/members\/([^/]+)\/([^/]+)$/,
    handle: ({ response, captured: [slug, email] }) => {
      const account = accounts.find((each) => each.email === email);
      if (!account || !slug || !projects.some((each) => each.slug === slug)) {
        return json(response, 404, { error: "not_found" });
      }
      state.setMember(account.id, slug, isMember);
      response.writeHead(204).end();
    },
  });
  return [
    member("PUT", true),
    member("DELETE", false),
    {
      method: "POST",
      path: /^\/dev\/sessions\/([^/]+)\/revoke$/,
      handle: ({ response, captured: [email] }) => {
        const account = accounts.find((each) => each.email === email);
        if (!account) return json(response, 404, { error: "not_found" });
        revokeAccount(state, account.id);
        response.writeHead(204).end();
      },
    },
  ];
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(value));
}

const largestBody = 16_384;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestBody) throw new Error("a form of more than 16 KiB");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
