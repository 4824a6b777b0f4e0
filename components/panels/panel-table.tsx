import { absenceWord } from "@/lib/absence";
import type { ServiceMetrics } from "@/lib/metrics";
import type { Panel } from "@/lib/signals";
import { formatClock, formatDay } from "@/lib/time/zone";
import { formatValue } from "@/lib/units";

interface PanelTableProps {
  readonly panel: Panel;
  readonly data: ServiceMetrics;
  readonly zone: string;
  readonly locale: string;
}

/** The chart's points as a table, newest first: for those who can't see it, and for those who want the number. */
export function PanelTable({ panel, data, zone, locale }: PanelTableProps) {
  const indices = Array.from({ length: data.points }, (_, index) => data.points - 1 - index);
  const longerThanADay = data.points * data.step > 86_400;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled box must be reachable by keyboard
    <section tabIndex={0} aria-label={`${panel.title} as a table`} className="absolute inset-0 overflow-auto">
      <table className="w-full text-right text-xs">
        <caption className="sr-only">
          {panel.title}, one row per {data.step} seconds, newest first, times in {zone}
        </caption>
        <thead className="sticky top-0 bg-surface text-muted">
          <tr>
            <th scope="col" className="py-1 pr-3 text-left font-normal">
              Up to
            </th>
            {panel.series.map(({ signal, label }) => (
              <th key={signal} scope="col" className="px-2 py-1 font-normal">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indices.map((index) => {
            const at = (data.start + index * data.step) * 1_000;
            return (
              <tr key={at} className="border-gridline border-t">
                <th scope="row" className="py-0.5 pr-3 text-left font-normal text-muted">
                  {longerThanADay ? `${formatDay(at, zone, locale)} ` : ""}
                  {formatClock(at, zone)}
                  {index >= data.points - data.unfinished ? " (unfinished)" : ""}
                </th>
                {panel.series.map(({ signal }) => {
                  const value = data.series[signal]?.[index] ?? null;
                  return (
                    <td key={signal} className="px-2 py-0.5">
                      {value === null ? (
                        <span className="text-faint">{absenceWord(data, signal, index)}</span>
                      ) : (
                        formatValue(value, panel.unit, locale)
                      )}
                      {data.holes[signal]?.includes(index) ? (
                        <span title="Some samples of this step are missing"> *</span>
                      ) : null}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
