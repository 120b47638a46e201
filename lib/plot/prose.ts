import { DISPLAY, type Displayable } from "../display.js";

/**
 * A sentence with computed numbers, shown as text. It is Markdown, so text from data does not belong in it.
 * @example prose(`The gap is ${gap.toFixed(1)} points.`)
 */
export function prose(markdown: string): Displayable {
  return { [DISPLAY]: () => ({ "text/markdown": markdown, "text/plain": markdown }) };
}
