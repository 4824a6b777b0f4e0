"use client";

import { useEffect } from "react";
import { Button } from "./button";

const againAfterMs = 15_000;

/** Loads the page anew, by hand or, while it is looked at, every 15 s. */
export function TryAgain() {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) window.location.reload();
    }, againAfterMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <Button look="outlined" onPress={() => window.location.reload()}>
      Try again
    </Button>
  );
}
