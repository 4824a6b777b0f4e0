"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { rangeProblemText } from "@/lib/time/range";
import { endText, readRange } from "@/lib/time/range-text";
import { formatOffset } from "@/lib/time/zone";
import { serverNow } from "./clock";
import { useView } from "./view-provider";

/** Both ends typed by hand, on the chosen zone's wall or as ISO instants, with what is wrong in words. */
export function AbsoluteRange({ close }: { close: () => void }) {
  const { view, change, anchor, zone, window } = useView();
  const [from, setFrom] = useState(() => endText(view.from, anchor, zone));
  const [to, setTo] = useState(() => endText(view.to, anchor, zone));
  const [problem, setProblem] = useState(window.ok ? undefined : window.problem);
  const problemId = useId();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readRange({ from, to }, serverNow(), zone);
    if (!read.ok) return setProblem(read.problem);
    change({ from: read.from, to: read.to }, { history: "push" });
    close();
  };

  const invalid = problem === undefined ? {} : { "aria-invalid": true, "aria-describedby": problemId };
  return (
    <form onSubmit={submit} className="w-72 max-w-full border-border p-3 max-sm:border-t sm:border-l">
      <Field label="From" value={from} onChange={setFrom} {...invalid} />
      <Field label="To" value={to} onChange={setTo} {...invalid} />
      <p id={problemId} role="alert" className="text-stale text-xs">
        {problem === undefined ? null : rangeProblemText[problem]}
      </p>
      <p className="mt-2 text-muted text-xs">
        now-6h, 2026-01-31 12:00 or an ISO instant; without a zone it is {zone} ({formatOffset(anchor, zone)}
        ).
      </p>
      <Button type="submit" look="outlined" className="mt-3 w-full">
        Apply
      </Button>
    </form>
  );
}

function Field({
  label,
  value,
  onChange,
  ...aria
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
}) {
  const id = useId();
  return (
    <div className="mb-2">
      <label htmlFor={id} className="mb-1 block text-muted text-xs">
        {label}
      </label>
      <input
        {...aria}
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        className="h-8 w-full rounded-sm border border-border bg-bg px-2 text-sm"
      />
    </div>
  );
}
