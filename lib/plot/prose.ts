import { DISPLAY, type Displayable } from "../display.js";

/**
 * A sentence with computed numbers, shown as text. It is Markdown, so text from data does not belong in it.
 * @example
 * ```ts
 * import { prose } from "batchwise";
 * import { DISPLAY } from "batchwise/plot";
 *
 * const n = 1797;
 * const sentence = prose(`The data hold **${n}** digits.`);
 * console.log(sentence[DISPLAY]()["text/markdown"]); // The data hold **1797** digits.
 * ```
 */
export function prose(markdown: string): Displayable {
  return { [DISPLAY]: () => ({ "text/markdown": markdown, "text/plain": markdown }) };
}
