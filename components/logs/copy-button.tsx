"use client";

import { Check, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

type Outcome = "copied" | "refused";

const outcomeIcon = { copied: Check, refused: X };
const outcomeWord = { copied: "Copied", refused: "The browser refused to copy" };

interface CopyButtonProps {
  /** What it copies, as its accessible name: `Copy trace_id`. */
  readonly name: string;
  readonly text: () => string;
  /** Shows the name beside the icon. */
  readonly labelled?: boolean;
  readonly className?: string;
}

/** Copies a text and says for a moment what became of it. */
export function CopyButton({ name, text, labelled = false, className = "" }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 1_500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setOutcome("copied");
    } catch {
      // Without a secure origin or the reader's leave there is no clipboard; the text can still be marked.
      setOutcome("refused");
    }
  };
  const Icon = outcome ? outcomeIcon[outcome] : Copy;
  return (
    <Button
      {...(labelled ? {} : { "aria-label": name })}
      square={!labelled}
      className={`h-6! ${labelled ? "" : "w-6!"} ${className}`}
      onPress={copy}
    >
      <Icon aria-hidden size={13} />
      {labelled ? name : null}
      <span className="sr-only" aria-live="polite">
        {outcome ? outcomeWord[outcome] : ""}
      </span>
    </Button>
  );
}
