import { Fragment, type ReactNode } from "react";
import { textPieces } from "@/lib/logs/visible-text";

interface LineTextProps {
  readonly text: string;
  /** The words of the search, to be marked. */
  readonly words: string;
  readonly newlines: "kept" | "drawn";
}

/** A tenant's text, as text nodes alone: nothing of it is ever markup, and nothing in it reorders the row. */
export function LineText({ text, words, newlines }: LineTextProps): ReactNode {
  const pieces = textPieces(text, words, newlines);
  // The usual line is one plain piece: a busy tail makes thousands of them, so they cost no element.
  if (pieces.length === 1 && pieces[0]?.kind === "text") return pieces[0].text;
  let at = 0;
  return pieces.map((piece) => {
    const key = at;
    at += piece.text.length;
    if (piece.kind === "text") return <Fragment key={key}>{piece.text}</Fragment>;
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
