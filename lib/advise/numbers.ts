/** A learning rate to two figures, more only where they are exact anyway. */
export function rateText(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}

/** A number of seconds or a time below one. */
export function secondsText(seconds: number): string {
  if (seconds < 0.095) return `${Number((1000 * seconds).toPrecision(2))} ms`;
  if (seconds < 100) return `${Number(seconds.toPrecision(2))} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** A time in microseconds. */
export function microsText(micros: number): string {
  return micros < 1000
    ? `${Number(micros.toPrecision(2))} µs`
    : `${Number((micros / 1000).toPrecision(2))} ms`;
}

/** A number of bytes, in the unit that suits it. */
export function bytesText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  const at = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)),
  );
  return `${Number((bytes / 1000 ** at).toPrecision(2))} ${units[at]}`;
}

/** A difference in points, with one decimal and a true minus. */
export function pointsText(points: number): string {
  const text = Math.abs(points).toFixed(1);
  return points < 0 && text !== "0.0" ? `−${text}` : text;
}

/** Lines of columns, right-aligned but for the first. */
export function columnsText(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows.map((row) =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join("  ")
      .trimEnd(),
  );
}
