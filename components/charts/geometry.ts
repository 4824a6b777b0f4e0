/**
 * The plot's rectangle inside its panel, in CSS pixels. The same for every panel, so that zeros and minutes of
 * neighbours align, and known to what is laid over the canvas: crosshair, selection, bands.
 */
export const plotInset = { left: 52, right: 16, top: 26, bottom: 24 } as const;

/** Pixels that a time label needs. */
export const pixelsPerTick = 76;
