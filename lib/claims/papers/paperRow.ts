import type { Estimate } from "../../stats/estimate.js";
import type { PaperId, PaperVerdict } from "./paper.js";

/** The MIME type of a recorded comparison with a paper in a notebook's output. */
export const PAPER_TYPE = "application/vnd.batchwise.paper+json";

/** One published figure beside ours. */
export interface ComparedFigure {
  readonly name: string;
  readonly what: string;
  readonly published: string;
  readonly ours: Estimate;
  /** Ours as a reader takes it: estimate, unit, interval, n. */
  readonly shown: string;
  readonly verdict: PaperVerdict;
  /** The rule in words. */
  readonly rule: string;
}

/** A paper's figures beside ours, as a notebook recorded them. */
export interface PaperRow {
  readonly id: PaperId;
  /** The notebook's file name without its ending. */
  readonly notebook: string;
  /** The heading in the notebook under which ours stand. */
  readonly anchor: string;
  readonly figures: readonly ComparedFigure[];
}
