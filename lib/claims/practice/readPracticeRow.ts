import { fieldsOf } from "../readFigures.js";
import type { PracticeRow } from "./practiceRow.js";
import { practiceId } from "./readFindings.js";
import { practiceRow } from "./recordPractice.js";

const WHO = "readPracticeRow";

/**
 * The row that a notebook recorded, from its output's JSON. Only the figures and their place are taken from it:
 * advice, evidence and rule are computed anew, so a file cannot carry advice that its figures do not.
 */
export function readPracticeRow(json: unknown): PracticeRow {
  const { id, notebook, anchor, findings } = fieldsOf(WHO, "the row", json);
  return practiceRow(WHO, practiceId(WHO, id), { notebook, anchor, findings });
}
