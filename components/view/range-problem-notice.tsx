"use client";

import { Button } from "@/components/ui/button";
import { defaultRange, type RangeProblem, rangeProblemText } from "@/lib/time/range";
import { useView } from "./view-provider";

/** What a page shows in place of data when the URL's range can't be asked. */
export function RangeProblemNotice({ problem }: { problem: RangeProblem }) {
  const { change } = useView();
  return (
    <main id="content" className="flex min-h-[50dvh] flex-1 items-center justify-center p-6">
      <div role="alert" className="max-w-md">
        <h2 className="font-semibold text-lg">This time range can’t be shown</h2>
        <p className="mt-2 mb-4 text-muted">{rangeProblemText[problem]}</p>
        <Button look="outlined" onPress={() => change(defaultRange, { history: "push" })}>
          Use last hour
        </Button>
      </div>
    </main>
  );
}
