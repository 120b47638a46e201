import { refuse } from "../check.js";
import type { Displayable } from "../display.js";
import type { Estimate } from "../stats/estimate.js";
import { estimateTable } from "./estimateTable.js";

/** A part of an answer, the figure that it rests on, and the limit above or below which that figure has to lie. */
export interface AnswerPart {
  /** The part in a sentence. */
  readonly says: string;
  readonly measured: Estimate;
  readonly above?: number;
  readonly below?: number;
}

/**
 * An answer in words against the figures of a run. A part holds where the whole interval lies on its side of the
 * limit, and does not hold where it lies on the other. An interval across the limit settles nothing, nor does one of
 * no width, but for what a computation gives exactly (`exactFinding`).
 */
export function answerTable(
  parts: readonly AnswerPart[],
  {
    unit,
    digits = 2,
    units = "seeds",
  }: {
    readonly unit: string;
    readonly digits?: number;
    /** What the figures are of. Default "seeds". */
    readonly units?: string;
  },
): Displayable {
  if (parts.length === 0) refuse("answerTable", "parts must hold at least one part", parts.length);
  const rows = parts.map((part) => {
    const { estimate, low, high, level, n } = part.measured;
    return { estimate, low, high, level, n, says: part.says, found: found(part) };
  });
  return estimateTable(rows, {
    by: ["says", "found"],
    estimate: unit,
    digits,
    units,
    headings: { says: "The answer says", found: "In this run" },
  });
}

function found({ says, measured, above, below }: AnswerPart): string {
  const { low, high, level } = measured;
  if ((above === undefined) === (below === undefined))
    refuse("answerTable", `"${says}" must have a limit above or below, and not both`, {
      above,
      below,
    });
  if (low === high && level < 1) return "not settled";
  const holds = above === undefined ? high < Number(below) : low > above;
  const fails = above === undefined ? low > Number(below) : high < above;
  return holds ? "holds" : fails ? "does not hold" : "not settled";
}
