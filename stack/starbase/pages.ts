import { createHash } from "node:crypto";

const style = `:root{color-scheme:light dark;--bg:#f6f7f9;--surface:#fff;--text:#141a24;--muted:#4b5565;--border:#d5dae2;--field:#667085;--accent:#1f5fd1;--on-accent:#fff;--bad:#c4291c}
@media(prefers-color-scheme:dark){:root{--bg:#0b0e14;--surface:#11151d;--text:#e6eaf2;--muted:#a3adbd;--border:#2a3240;--field:#7d8899;--accent:#8ab4ff;--on-accent:#0b0e14;--bad:#ff7b72}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--bg);color:var(--text);font:14px/1.5 system-ui,sans-serif}
main{width:100%;max-width:360px;padding:32px;background:var(--surface);border:1px solid var(--border);border-radius:6px}
h1{margin:0 0 16px;font-size:20px}
p{margin:0 0 16px;color:var(--muted)}
p[role=alert]{color:var(--bad)}
label{display:block;margin:0 0 4px}
input:not([type=hidden]){width:100%;margin:0 0 16px;padding:8px;font:inherit;color:inherit;background:transparent;border:1px solid var(--field);border-radius:6px}
button{width:100%;padding:8px;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:0;border-radius:6px;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

const styleHash = createHash("sha256").update(style).digest("base64");

/** Headers of the stand-in's pages. `formTargets`: origins that a form's answer may lead on to. */
export function pageHeaders(formTargets: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** A whole page. `title` and `body` are HTML: nothing that came from outside goes in unescaped. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · Starbase</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
}

/** The sign-in form: it works without JavaScript and posts to where it stands. */
export function signInPage(failed: boolean): string {
  return page(
    "Sign in to Starbase",
    `${failed ? '<p role="alert">The email or the password is not right.</p>' : ""}
<form method="post">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>`,
  );
}

/** For a sign-in that took too long or came from another browser. */
export const lostPage = (): string =>
  page(
    "This sign-in is over",
    "<p>It took too long, or began in another window. Go back to Stardeck and sign in again.</p>",
  );
