import type { Advice, PracticeFindings, PracticeId } from "./practice.js";

/** The MIME type of a recorded row of the practitioner's table in a notebook's output. */
export const PRACTICE_TYPE = "application/vnd.batchwise.practice+json";

/** A row of the practitioner's table: what was found, where that stands, and what follows from it. */
export interface PracticeRow<Id extends PracticeId = PracticeId> extends Advice {
  readonly id: Id;
  readonly budget: string;
  /** The notebook's file name without its ending. */
  readonly notebook: string;
  /** The heading in the notebook under which the evidence stands. */
  readonly anchor: string;
  readonly rule: string;
  readonly since: string;
  readonly findings: PracticeFindings[Id];
}
