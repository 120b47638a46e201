import type { OnProgress } from "../progress.js";
import { escapeText } from "./escapeText.js";

/** A place whose content can be set again and again, such as what `tslab.newDisplay()` gives. */
export interface HtmlPlace {
  /** Shows this HTML in place of what was there. */
  html(content: string): void;
}

const MILLISECONDS_BETWEEN_DRAWINGS = 100;

/**
 * Draws progress with its rate and remaining time into one place of a notebook: pass it as `onProgress`.
 * @example
 * ```ts
 * import { progressBar } from "batchwise";
 *
 * const shown: string[] = [];
 * const onProgress = progressBar({ html: (content) => shown.push(content) });
 * onProgress({ done: 5, total: 10, unit: "runs" });
 * console.log(shown[0].includes("5 of 10 runs")); // true
 * ```
 */
export function progressBar(place: HtmlPlace): OnProgress {
  let started = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  let current: string | undefined;
  return ({ done, total, unit }) => {
    const now = performance.now();
    if (current !== undefined && unit !== current) started = now; // Another piece of work begins.
    current = unit;
    if (done < total && now - drawn < MILLISECONDS_BETWEEN_DRAWINGS) return;
    drawn = now;
    const elapsed = (now - started) / 1000;
    const rate = done / Math.max(elapsed, 1e-9);
    const remaining =
      done < total && done > 0
        ? `, ${duration((total - done) / rate)} left`
        : `, ${duration(elapsed)}`;
    const pace = `${count(done)} of ${count(total)} ${escapeText(unit)}, ${paceOf(rate)}${remaining}`;
    place.html(`<div class="batchwise-progress">${bar(done / total)} ${pace}</div>`);
  };
}

const BAR_LENGTH = 20;

/** A bar of text, so that it looks the same wherever it is shown. */
function bar(share: number): string {
  const full = Math.round(BAR_LENGTH * Math.min(1, Math.max(0, share)));
  return "█".repeat(full) + "░".repeat(BAR_LENGTH - full);
}

function paceOf(perSecond: number): string {
  return perSecond >= 1
    ? `${count(Math.round(perSecond))} a second`
    : `${(1 / perSecond).toFixed(1)} s each`;
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
