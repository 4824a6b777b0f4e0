import Provider, { type Configuration, type KoaContextWithOIDC } from "oidc-provider";
import { accounts } from "../world";
import { adapterOver } from "./adapter";
import { page, pageHeaders } from "./pages";
import type { StarbaseState } from "./state";

const hour = 3_600;
/** As long as a Stardeck session: there are no refresh tokens. Seconds. */
const sessionLength = 12 * hour;

export interface ProviderOptions {
  readonly issuer: string;
  readonly state: StarbaseState;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origins that Stardeck may be reached at, such as `http://127.0.0.1:3000`. */
  readonly stardeckUrls: readonly string[];
}

/** The OpenID provider: one confidential client, code flow with PKCE, opaque access tokens. */
export function makeProvider(options: ProviderOptions): Provider {
  const { state, stardeckUrls } = options;
  const nowSeconds = () => Math.floor(options.now() / 1_000);
  const configuration: Configuration = {
    adapter: adapterOver(state, nowSeconds),
    jwks: { keys: [state.signingKey] },
    cookies: { keys: [state.cookieKey] },
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        client_name: "Stardeck",
        redirect_uris: stardeckUrls.map((url) => `${url}/api/auth/callback`),
        post_logout_redirect_uris: stardeckUrls.map((url) => `${url}/sign-in`),
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    scopes: ["openid", "email", "profile"],
    responseTypes: ["code"],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    // The ID token itself says who signed in, so that Stardeck needs no second question.
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => {
      const account = accounts.find((each) => each.id === id);
      if (!account) return undefined;
      const { email, name } = account;
      return { accountId: id, claims: () => ({ sub: id, email, email_verified: true, name }) };
    },
    pkce: { required: () => true },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      // One client, confidential: it may ask about and revoke its own tokens.
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: { enabled: true, logoutSource },
    },
    routes: { introspection: "/api/v1/introspect" },
    // Stardeck is Starform's own: nobody is asked whether it may know their name. A grant for each sign-in, so that
    // revoking one session's token leaves the others alone.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    ttl: {
      AccessToken: sessionLength,
      AuthorizationCode: 60,
      Grant: sessionLength,
      IdToken: sessionLength,
      Interaction: 600,
      Session: sessionLength,
    },
    renderError: (ctx, out) => {
      ctx.set(pageHeaders([]));
      ctx.type = "html";
      ctx.body = page("This did not work", `<p>${escapeText(String(out.error))}. Go back and try again.</p>`);
    },
  };
  return new Provider(options.issuer, configuration);
}

/**
 * What somebody sees at the end of a session. Stardeck's hint proves that it is the same person's session, so there is
 * nothing left to ask; anybody else's link gets a question.
 */
async function logoutSource(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const { session, params, provider, entities } = ctx.oidc;
  const subject = entities.IdTokenHint?.payload.sub;
  const next = params?.post_logout_redirect_uri;
  if (session && typeof next === "string" && subject !== undefined && subject === session.accountId) {
    const grants = Object.values(session.authorizations ?? {}).flatMap(({ grantId }) =>
      grantId ? [grantId] : [],
    );
    await Promise.all(grants.map((grantId) => provider.AccessToken.revokeByGrantId(grantId)));
    await session.destroy();
    ctx.cookies.set(provider.cookieName("session"), null, { signed: true });
    ctx.status = 303;
    ctx.redirect(next);
    return;
  }
  ctx.set(pageHeaders([]));
  ctx.body = page(
    "Sign out of Starbase?",
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );
}

const escapeText = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
