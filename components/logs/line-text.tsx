import type { ReactNode } from "react";
import { textPieces } from "@/lib/logs/visible-text";

interface LineTextProps {
  readonly text: string;
  /** The words of the search, to be marked. */
  readonly words: string;
  readonly newlines: "kept" | "drawn";
}

/** A tenant's text, as text nodes alone: nothing of it is ever markup, and nothing in it reorders the row. */
export function LineText({ text, words, newlines }: LineTextProps): ReactNode {
  let at = 0;
  return textPieces(text, words, newlines).map((piece) => {
    const key = at;
    at += piece.text.length;
    if (piece.kind === "text") return <span key={key}>{piece.text}</span>;
    if (piece.kind === "control") {
      return (
        <span key={key} className="text-faint">
          {piece.text}
        </span>
      );
    }
    return (
      <mark key={key} className="rounded-[2px] bg-accent/25 text-text">
        {piece.text}
      </mark>
    );
  });
}
