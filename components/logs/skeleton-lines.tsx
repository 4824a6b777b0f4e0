/** Widths of lines that don't exist yet, in percent: the same at server and browser. */
const widths = [62, 41, 78, 55, 33, 70, 48, 85, 37, 59, 66, 44];

/** Rows where lines will stand, so that nothing moves when they come. */
export function SkeletonLines() {
  return (
    <div aria-hidden className="px-4 py-1">
      {widths.map((width) => (
        <div key={width} className="flex h-5 items-center gap-3">
          <span className="skeleton h-2.5 w-24" />
          <span className="skeleton h-2.5" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
