import type { Metadata } from "next";
import { isSignInFailure, signInFailureWords } from "@/server/auth/failures";
import { ownPath } from "@/server/auth/own-path";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { error, next } = await searchParams;
  const start = `/api/auth/sign-in?${new URLSearchParams({ next: ownPath(next) })}`;
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="w-full max-w-sm rounded-md border border-border bg-surface p-8">
        <p aria-hidden="true" className="text-accent text-xl">
          ★
        </p>
        <h1 className="mt-2 font-semibold text-text text-xl">Stardeck</h1>
        <p className="mt-1 text-muted text-sm">Your services’ metrics, logs and freshness.</p>
        {isSignInFailure(error) && (
          <p role="alert" className="mt-6 rounded-md border border-border bg-raised p-3 text-sm text-text">
            {signInFailureWords[error]}
          </p>
        )}
        {/* A plain link: it leads to a redirect off this site, which must never be prefetched. */}
        <a
          href={start}
          className="mt-6 block rounded-md border border-accent px-4 py-2 text-center font-medium text-accent text-sm hover:bg-raised focus-visible:outline-2 focus-visible:outline-focus focus-visible:outline-offset-2"
        >
          Sign in with Starbase
        </a>
      </div>
    </main>
  );
}
