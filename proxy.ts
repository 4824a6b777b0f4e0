import { type NextRequest, NextResponse } from "next/server";
import { config as settings } from "./server/config";

/**
 * Security headers and the nonce of each page's Content-Security-Policy. Never authorisation: that stands in the
 * procedures, behind which no framework bug can step.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // A layout doesn't learn which page it frames; this tells it where to come back to after sign-in.
  headers.set("x-stardeck-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  // Next puts the nonce on its own scripts when it finds the policy on the request.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (settings().publicUrl.startsWith("https:")) {
    response.headers.set("strict-transport-security", "max-age=31536000");
  }
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  const { auth, environment } = settings();
  const developing = environment.mode === "development";
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    // Style attributes carry positions of virtual rows; no style element without the nonce.
    `style-src 'self' ${developing ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${developing ? " ws:" : ""}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    // Sign-out is a form whose answer leads through the issuer, and browsers hold redirects to this list.
    `form-action 'self' ${new URL(auth.issuer).origin}`,
  ].join("; ");
}

export const config = {
  // Answers of the API have the fixed headers of `next.config.ts`: this step would cost each of them a millisecond.
  matcher: [{ source: "/((?!api/|_next/static|_next/image|favicon.ico|icon.svg).*)" }],
};
