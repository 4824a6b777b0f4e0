"use client";

import { ChevronDown, ChevronLeft, ChevronRight, Clock, ZoomOut } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { PopoverDialog } from "@/components/ui/popover";
import { quickRanges } from "@/lib/time/range";
import { rangeLabel } from "@/lib/time/range-text";
import { rangeParams, shiftRange, widenRange } from "@/lib/time/zoom";
import { AbsoluteRange } from "./absolute-range";
import { serverNow } from "./clock";
import { useReader } from "./reader";
import { useView } from "./view-provider";

/** Which stretch of time the page shows: quick ranges, typed ends, and steps to its neighbours. */
export function RangePicker() {
  const { view, anchor, zone, window } = useView();
  const { locale } = useReader();
  const label = rangeLabel(view, anchor, zone, locale);
  const labelId = useId();
  return (
    <div className="flex items-center">
      <Steps />
      <PopoverDialog
        name="Time range"
        trigger={
          <Button
            look="outlined"
            aria-label="Time range"
            aria-describedby={labelId}
            className={window.ok ? "" : "text-stale"}
          >
            <Clock aria-hidden size={14} className="text-faint" />
            <span id={labelId}>{label}</span>
            <ChevronDown aria-hidden size={14} className="text-faint" />
          </Button>
        }
      >
        {(close) => (
          <div className="flex max-sm:flex-col">
            <QuickRanges close={close} />
            <AbsoluteRange close={close} />
          </div>
        )}
      </PopoverDialog>
    </div>
  );
}

function Steps() {
  const { change, window } = useView();
  const go = (to: typeof shiftRange | typeof widenRange, direction: -1 | 1) => () => {
    if (!window.ok) return;
    const next =
      to === widenRange
        ? widenRange(window.range, serverNow())
        : shiftRange(window.range, direction, serverNow());
    change(rangeParams(next), { history: "push" });
  };
  return (
    <div className="flex max-md:hidden">
      <Button square aria-label="Earlier" isDisabled={!window.ok} onPress={go(shiftRange, -1)}>
        <ChevronLeft aria-hidden size={16} />
      </Button>
      <Button square aria-label="Later" isDisabled={!window.ok} onPress={go(shiftRange, 1)}>
        <ChevronRight aria-hidden size={16} />
      </Button>
      <Button square aria-label="Zoom out" isDisabled={!window.ok} onPress={go(widenRange, 1)}>
        <ZoomOut aria-hidden size={14} />
      </Button>
    </div>
  );
}

function QuickRanges({ close }: { close: () => void }) {
  const { view, change } = useView();
  return (
    <ul className="p-1 max-sm:grid max-sm:grid-cols-2 sm:w-44">
      {quickRanges.map(({ from, label }) => {
        const chosen = view.from === from && view.to === "now";
        return (
          <li key={from}>
            <button
              type="button"
              aria-current={chosen ? "true" : undefined}
              className={`w-full rounded-sm px-2 py-1.5 text-left text-sm hover:bg-raised ${chosen ? "bg-selected text-accent" : ""}`}
              onClick={() => {
                change({ from, to: "now" }, { history: "push" });
                close();
              }}
            >
              {label}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
