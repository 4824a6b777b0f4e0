import {
  Circle,
  CircleDashed,
  CircleDot,
  CircleX,
  type LucideIcon,
  TimerReset,
  TriangleAlert,
} from "lucide-react";
import { type FreshnessState, stateWord } from "@/lib/freshness";

const marks: Record<FreshnessState, { icon: LucideIcon; colour: string }> = {
  live: { icon: CircleDot, colour: "text-live" },
  delayed: { icon: TimerReset, colour: "text-delayed" },
  stale: { icon: TriangleAlert, colour: "text-stale" },
  idle: { icon: CircleDashed, colour: "text-muted" },
  silent: { icon: Circle, colour: "text-muted" },
  unreachable: { icon: CircleX, colour: "text-unreachable" },
};

/** A state's own icon, colour and word; never the colour alone. */
export function FreshnessMark({ state, word = stateWord[state] }: { state: FreshnessState; word?: string }) {
  const { icon: Icon, colour } = marks[state];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${colour}`}>
      <Icon aria-hidden size={14} strokeWidth={2.25} className="shrink-0" />
      {word}
    </span>
  );
}
