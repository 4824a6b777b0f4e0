"use client";

import { Button } from "@/components/ui/button";

/** What a page that broke shows. The cause is in the server's log, under the digest. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main id="content" className="flex min-h-[70dvh] flex-1 items-center justify-center p-6">
      <div role="alert" className="max-w-md">
        <h1 className="font-semibold text-xl">This page broke</h1>
        <p className="mt-2 text-muted">
          Something went wrong on our side and has been recorded
          {error.digest === undefined ? "" : ` as ${error.digest}`}. The rest of Stardeck goes on.
        </p>
        <Button look="outlined" className="mt-5" onPress={reset}>
          Try again
        </Button>
      </div>
    </main>
  );
}
