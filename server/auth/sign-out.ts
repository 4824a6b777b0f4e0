import * as oidc from "openid-client";
import { catalog } from "../catalog";
import { config } from "../config";
import { logger } from "../log";
import { loggable } from "./failures";
import { issuer } from "./issuer";
import { redirect } from "./redirect";
import { endedSessionCookie, endSession, type Session, sessionFrom } from "./session";

/**
 * `POST /api/auth/sign-out`: ends the session here, has the issuer forget the access token, and sends the browser to
 * end its session there. Answers 403 to a form on anybody else's page.
 */
export async function signOut(request: Request, now: Date): Promise<Response> {
  const { publicUrl, auth } = config();
  if (request.headers.get("origin") !== publicUrl) {
    return new Response("Sign out from Stardeck's own pages.\n", {
      status: 403,
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    });
  }
  const cleared = [endedSessionCookie()];
  const signInPage = new URL("/sign-in", publicUrl);
  const session = await sessionFrom(request.headers.get("cookie"), now);
  if (!session) return redirect(signInPage, cleared);
  const revoked = await revoke(session, now);
  try {
    const found = await issuer(now);
    if (revoked && found.serverMetadata().end_session_endpoint) {
      const there = oidc.buildEndSessionUrl(found, {
        client_id: auth.clientId,
        post_logout_redirect_uri: signInPage.href,
        ...(session.idToken ? { id_token_hint: session.idToken } : {}),
      });
      return redirect(there, cleared);
    }
    if (revoked) return redirect(signInPage, cleared);
  } catch (error) {
    logger().warn({ err: loggable(error) }, "the issuer did not answer at sign-out");
  }
  signInPage.searchParams.set("error", "signed-out-here");
  return redirect(signInPage, cleared);
}

/** Ends a session in this process and has the issuer revoke its access token; tells whether the issuer did. */
export async function revoke(session: Session, now: Date): Promise<boolean> {
  endSession(session);
  catalog().forget(session);
  try {
    const found = await issuer(now);
    if (found.serverMetadata().revocation_endpoint) await oidc.tokenRevocation(found, session.accessToken);
    return true;
  } catch (error) {
    logger().warn({ err: loggable(error) }, "the issuer did not revoke an access token");
    return false;
  }
}
