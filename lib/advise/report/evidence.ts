import { DISPLAY, type Displayable } from "../../display.js";
import type { Figure } from "../../plot/figure.js";

/** A figure and the sentences that read it, computed from its numbers. A notebook shows the figure by itself. */
export interface Evidence extends Displayable {
  /** `null` where there is nothing to draw; then a notebook shows the sentences. */
  readonly figure: Figure | null;
  /** Plain text without any of the data. */
  readonly says: string;
}

/** A figure with the sentences that read it. */
export function evidence(figure: Figure | null, sentences: readonly string[]): Evidence {
  const says = sentences.filter(Boolean).join(" ");
  return {
    figure,
    says,
    [DISPLAY]: () => figure?.[DISPLAY]() ?? { "text/markdown": says, "text/plain": says },
  };
}
