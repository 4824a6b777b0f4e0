import * as oidc from "openid-client";
import { config } from "../config";
import { isLoopback } from "../config/values";
import { once } from "../process";

/** How long the issuer may take for one answer: seconds. */
const timeout = 5;
/** How long its discovery document is believed: milliseconds. */
const believedForMs = 3_600_000;

interface Discovered {
  configuration: Promise<oidc.Configuration> | undefined;
  at: number;
}

/**
 * The issuer's endpoints and keys, discovered at first use and again every hour. A failed discovery is tried anew by
 * the next caller. Rejects while the issuer does not answer.
 */
export function issuer(now: Date = new Date()): Promise<oidc.Configuration> {
  const known = once<Discovered>("issuer", () => ({ configuration: undefined, at: 0 }));
  if (known.configuration && now.getTime() - known.at < believedForMs) return known.configuration;
  const attempt = discover();
  known.configuration = attempt;
  known.at = now.getTime();
  attempt.catch(() => {
    if (known.configuration === attempt) known.configuration = undefined;
  });
  return attempt;
}

async function discover(): Promise<oidc.Configuration> {
  const { auth } = config();
  const server = new URL(auth.issuer);
  // The configuration admits plain http on this machine alone.
  const execute = server.protocol === "http:" && isLoopback(server) ? [oidc.allowInsecureRequests] : [];
  const found = await oidc.discovery(
    server,
    auth.clientId,
    { client_secret: auth.clientSecret },
    oidc.ClientSecretBasic(auth.clientSecret),
    { execute, timeout },
  );
  found.timeout = timeout;
  return found;
}
