import * as oidc from "openid-client";

/** Why somebody stands at `/sign-in` instead of where they wanted to be: `?error=…`. */
export const signInFailures = [
  "ended",
  "expired",
  "refused",
  "unreachable",
  "unverified",
  "failed",
  "signed-out-here",
] as const;
export type SignInFailure = (typeof signInFailures)[number];

/** The words on the page; never the issuer's own. */
export const signInFailureWords: Record<SignInFailure, string> = {
  ended: "Your session has ended. Sign in again to go on where you were.",
  expired: "That sign-in took too long, or was begun in another window. Try once more.",
  refused: "Starbase did not let you in. If you should have access, ask whoever runs your project.",
  unreachable: "Starbase does not answer, so nobody can sign in right now. Try again in a minute.",
  unverified: "Your e-mail address is not verified. Verify it with Starbase, then sign in again.",
  failed: "Signing in did not work. Try again; if it keeps failing, tell Stardeck's operators.",
  "signed-out-here":
    "You are signed out of Stardeck. Starbase did not answer, so you may still be signed in there.",
};

export const isSignInFailure = (value: unknown): value is SignInFailure =>
  signInFailures.some((failure) => failure === value);

const unansweredCodes = new Set([
  "OAUTH_TIMEOUT",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
]);

/** What an error of the flow means to the person who signs in. */
export function failureOf(error: unknown): SignInFailure {
  if (error instanceof oidc.AuthorizationResponseError)
    return error.error === "access_denied" ? "refused" : "failed";
  // `fetch` rejects with a TypeError when there is no connection.
  if (error instanceof TypeError) return "unreachable";
  if (error instanceof oidc.ClientError && unansweredCodes.has(error.code ?? "")) return "unreachable";
  return "failed";
}

/** What may be logged of such an error: its `cause` can hold codes and tokens. */
export function loggable(error: unknown): { name: string; code?: string; message: string } {
  if (!(error instanceof Error)) return { name: "unknown", message: "not an error" };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return { name: error.name, message: error.message, ...code };
}
