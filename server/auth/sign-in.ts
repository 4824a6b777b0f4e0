import * as oidc from "openid-client";
import { z } from "zod";
import { config } from "../config";
import { logger } from "../log";
import { cookieNamed, setCookie } from "./cookies";
import { failureOf, loggable, type SignInFailure } from "./failures";
import { issuer } from "./issuer";
import { ownPath } from "./own-path";
import { redirect } from "./redirect";
import { seal, unseal } from "./sealing";
import { endSession, newSession, type Session, sessionCookie, sessionFrom, sessionSettings } from "./session";
import { revoke } from "./sign-out";

/** How long somebody may take at the issuer's form: milliseconds. */
const transactionMs = 600_000;
const transactionCookie = "stardeck-sign-in";

/** One sign-in under way: what its answer is checked against. */
const transactionContents = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  at: z.number(),
});

const callbackUrl = () => new URL("/api/auth/callback", config().publicUrl);

/** `GET /api/auth/sign-in?next=`: sends the browser to the issuer, with a sealed cookie to check its answer by. */
export async function beginSignIn(request: Request, now: Date): Promise<Response> {
  const next = ownPath(new URL(request.url).searchParams.get("next"));
  try {
    const { secret, ...settings } = sessionSettings();
    const found = await issuer(now);
    const verifier = oidc.randomPKCECodeVerifier();
    const transaction = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier,
      next,
      at: now.getTime(),
    };
    const url = oidc.buildAuthorizationUrl(found, {
      redirect_uri: callbackUrl().href,
      scope: "openid email profile",
      state: transaction.state,
      nonce: transaction.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const sealed = await seal("sign-in", transaction, secret);
    return redirect(url, [setCookie(transactionCookie, sealed, transactionMs, settings)]);
  } catch (error) {
    return failed(failureOf(error), next, error);
  }
}

/** `GET /api/auth/callback`: checks the issuer's answer, exchanges the code and gives the browser a new session. */
export async function finishSignIn(request: Request, now: Date): Promise<Response> {
  const settings = sessionSettings();
  const cookies = request.headers.get("cookie");
  const sealed = cookieNamed(cookies, transactionCookie, settings);
  const transaction = sealed && (await unseal("sign-in", sealed, transactionContents, settings.secret));
  if (!transaction || now.getTime() >= transaction.at + transactionMs) return failed("expired", "/");
  try {
    // Built from our own public URL: what the request says its host is decides nothing.
    const answer = callbackUrl();
    answer.search = new URL(request.url).search;
    const found = await issuer(now);
    const tokens = await oidc.authorizationCodeGrant(found, answer, {
      pkceCodeVerifier: transaction.verifier,
      expectedState: transaction.state,
      expectedNonce: transaction.nonce,
      idTokenExpected: true,
    });
    const person = await personOf(found, tokens);
    if (!person.verified) return failed("unverified", transaction.next);
    const seconds = tokens.expiresIn();
    const session = newSession(
      {
        user: person.user,
        accessToken: tokens.access_token,
        idToken: tokens.id_token,
        tokenExpiresAt: seconds === undefined ? undefined : now.getTime() + seconds * 1_000,
      },
      now,
      settings,
    );
    const former = await sessionFrom(cookies, now, settings);
    // The same person's former token may share a grant with the new one, and revoking would take both.
    if (former?.user.id === session.user.id) endSession(former);
    else if (former) await revoke(former, now);
    return redirect(new URL(ownPath(transaction.next), config().publicUrl), [
      await sessionCookie(session, now, settings),
      setCookie(transactionCookie, "", 0, settings),
    ]);
  } catch (error) {
    return failed(failureOf(error), transaction.next, error);
  }
}

const personClaims = z.object({
  sub: z.string().min(1),
  email: z.string().min(3),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
});

/** Who signed in, from the ID token, or from the user info where the token leaves the address out. */
async function personOf(
  found: oidc.Configuration,
  tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
): Promise<{ user: Session["user"]; verified: boolean }> {
  const claims = tokens.claims();
  if (!claims) throw new Error("the token response has no ID token");
  const told = claims.email ? claims : await oidc.fetchUserInfo(found, tokens.access_token, claims.sub);
  const { sub, email, email_verified, name } = personClaims.parse(told);
  return { user: { id: sub, email, name: name ?? email }, verified: email_verified !== false };
}

function failed(failure: SignInFailure, next: string, error?: unknown): Response {
  if (error !== undefined) logger().warn({ failure, err: loggable(error) }, "sign-in failed");
  const url = new URL("/sign-in", config().publicUrl);
  url.searchParams.set("error", failure);
  if (next !== "/") url.searchParams.set("next", next);
  return redirect(url, [setCookie(transactionCookie, "", 0, sessionSettings())]);
}
