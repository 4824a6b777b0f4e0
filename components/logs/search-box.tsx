"use client";

import { Search, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";

/** Milliseconds without a key before what was typed is searched; Enter searches at once. */
const pause = 400;
const longest = 1_000;

interface SearchBoxProps {
  readonly words: string;
  readonly onSearch: (words: string) => void;
}

/** The words that lines must contain. */
export function SearchBox({ words, onSearch }: SearchBoxProps) {
  const id = useId();
  const [typed, setTyped] = useState(words);
  const sent = useRef(words);
  // Words that change from outside (a link, the browser's back) replace what is typed; what we sent ourselves doesn't.
  const [seen, setSeen] = useState(words);
  if (words !== seen) {
    setSeen(words);
    if (words !== sent.current) setTyped(words);
  }
  const search = (text: string) => {
    if (text === sent.current) return;
    sent.current = text;
    onSearch(text);
  };
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    const timer = setTimeout(() => latest.current(typed), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <search className="min-w-0 flex-1 basis-64">
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          search(typed);
        }}
      >
        <label htmlFor={id} className="sr-only">
          Search lines
        </label>
        <Search aria-hidden size={14} className="pointer-events-none absolute top-2.25 left-2.5 text-faint" />
        <input
          id={id}
          type="text"
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={longest}
          placeholder="Lines that contain…"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || typed === "") return;
            setTyped("");
            search("");
          }}
          className="h-8 w-full rounded-md border border-border bg-surface pr-8 pl-8 font-mono text-sm placeholder:font-sans placeholder:text-faint"
        />
        {typed === "" ? null : (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={() => {
              setTyped("");
              search("");
            }}
            className="absolute top-0 right-0 inline-flex size-8 items-center justify-center rounded-md text-faint hover:text-text"
          >
            <X aria-hidden size={14} />
          </button>
        )}
      </form>
    </search>
  );
}
