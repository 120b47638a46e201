import { refuse } from "../../check.js";
import { DISPLAY, type Displayable } from "../../display.js";
import { textOf } from "../readFigures.js";
import { changingAdvice, epochsAdvice, memoryAdvice, updatesAdvice } from "./accuracyAdvice.js";
import { secondsAdvice, stepsAdvice } from "./costAdvice.js";
import type { Advice, PracticeFindings, PracticeId } from "./practice.js";
import { practiceHtml, practiceText } from "./practiceCard.js";
import { PRACTICE_TYPE, type PracticeRow } from "./practiceRow.js";
import { practiceId, readFindings } from "./readFindings.js";
import { PRACTICE_RULES } from "./rules.js";

/** What follows from the findings of each row. */
const ADVICE: { readonly [Id in PracticeId]: (findings: PracticeFindings[Id]) => Advice } = {
  epochs: epochsAdvice,
  changing: changingAdvice,
  seconds: secondsAdvice,
  steps: stepsAdvice,
  memory: memoryAdvice,
  updates: updatesAdvice,
};

/** What a notebook found for a row of the practitioner's table, and where in it that stands. */
export interface PracticeEvidence<Id extends PracticeId> {
  /** The notebook's file name without its ending; it starts with the number of the notebook that measures the row. */
  readonly notebook: string;
  /** The heading in the notebook under which the evidence stands. */
  readonly anchor: string;
  readonly findings: PracticeFindings[Id];
}

/**
 * A row of the practitioner's table, its sentences computed from the findings. A notebook cell that ends with it
 * shows it, and the report collects it for the index.
 * @example
 * ```ts
 * import { recordPractice } from "batchwise/claims";
 *
 * const lost = { estimate: 0.1, low: -0.1, high: 0.3, level: 0.95, n: 20 };
 * const row = recordPractice("memory", {
 *   notebook: "02-adam-and-sgd", anchor: "Result", findings: [{ task: "digits", lost }],
 * });
 * console.log(row.status, row.advice);
 * // holds Take the largest batch that fits, and its rate by the √ rule.
 * ```
 */
export function recordPractice<Id extends PracticeId>(
  id: Id,
  evidence: PracticeEvidence<Id>,
): PracticeRow<Id> & Displayable {
  const row = practiceRow("recordPractice", id, evidence);
  return {
    ...row,
    [DISPLAY]: () => ({
      [PRACTICE_TYPE]: row,
      "text/html": practiceHtml(row),
      "text/plain": practiceText(row),
    }),
  };
}

/** The same of evidence whose types nobody has checked. */
export function practiceRow<Id extends PracticeId>(
  who: string,
  id: Id,
  evidence: { readonly notebook: unknown; readonly anchor: unknown; readonly findings: unknown },
): PracticeRow<Id> {
  const { budget, notebook: number, rule, since } = PRACTICE_RULES[practiceId(who, id)];
  const notebook = textOf(who, "notebook", evidence.notebook);
  if (!notebook.startsWith(number))
    refuse(who, `notebook of ${id} must start with ${number}`, notebook);
  const anchor = textOf(who, "anchor", evidence.anchor);
  const findings = readFindings(who, id, evidence.findings);
  const advise: (findings: PracticeFindings[Id]) => Advice = ADVICE[id];
  return { id, budget, ...advise(findings), notebook, anchor, rule, since, findings };
}
