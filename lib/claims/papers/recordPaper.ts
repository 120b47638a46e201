import { oneOf, refuse } from "../../check.js";
import { DISPLAY, type Displayable } from "../../display.js";
import { estimateOf, fieldsOf, knownNames, textOf } from "../readFigures.js";
import { judge, judgeRule, oursInWords } from "./judge.js";
import { PAPER_IDS, type Paper, type PaperId, type PaperOurs } from "./paper.js";
import { paperHtml, paperText } from "./paperCard.js";
import { type ComparedFigure, PAPER_TYPE, type PaperRow } from "./paperRow.js";
import { PAPERS } from "./papers.js";

/** What a notebook found beside a paper's figures, and where in it that stands. */
export interface PaperEvidence<Id extends PaperId> {
  /** The notebook's file name without its ending; it starts with the number of the notebook that measures ours. */
  readonly notebook: string;
  /** The heading in the notebook under which ours stand. */
  readonly anchor: string;
  readonly ours: PaperOurs<Id>;
}

/**
 * Ours beside the figures of a paper, each judged by its rule. A notebook cell that ends with it shows them, and the
 * report collects them for the index.
 * @example
 * ```ts
 * import { recordPaper } from "batchwise/claims";
 *
 * const sharpness = { estimate: 1.01, low: 0.99, high: 1.03, level: 0.95, n: 6 };
 * const { figures } = recordPaper("cohen", {
 *   notebook: "05-sharp-and-flat-minima", anchor: "Result", ours: { sharpness },
 * });
 * console.log(figures[0].shown, figures[0].verdict); // 1.010 [0.990, 1.030], n = 6 agrees
 * ```
 */
export function recordPaper<Id extends PaperId>(
  id: Id,
  evidence: PaperEvidence<Id>,
): PaperRow & Displayable {
  const row = paperRow("recordPaper", id, evidence);
  return {
    ...row,
    [DISPLAY]: () => ({
      [PAPER_TYPE]: row,
      "text/html": paperHtml(row),
      "text/plain": paperText(row),
    }),
  };
}

/** The same of evidence whose types nobody has checked. */
export function paperRow(
  who: string,
  id: unknown,
  evidence: { readonly notebook: unknown; readonly anchor: unknown; readonly ours: unknown },
): PaperRow {
  const known = oneOf(who, "id", id, PAPER_IDS);
  const paper: Paper = PAPERS[known];
  const notebook = textOf(who, "notebook", evidence.notebook);
  if (!notebook.startsWith(paper.notebook))
    refuse(who, `notebook of ${known} must start with ${paper.notebook}`, notebook);
  const anchor = textOf(who, "anchor", evidence.anchor);
  const ours = fieldsOf(who, "ours", evidence.ours);
  knownNames(who, `figures of ${known}`, Object.keys(ours), Object.keys(paper.figures));
  const figures = compared(who, paper, ours);
  if (figures.length === 0)
    refuse(
      who,
      `ours of ${known} must hold at least one of ${Object.keys(paper.figures).join(", ")}`,
      ours,
    );
  return { id: known, notebook, anchor, figures };
}

/** The figures that were measured, in the paper's order. */
function compared(
  who: string,
  paper: Paper,
  ours: Readonly<Record<string, unknown>>,
): ComparedFigure[] {
  const found = Object.entries(paper.figures)
    .filter(([name]) => ours[name] !== undefined)
    .map(([name, figure]) => {
      const own = estimateOf(who, name, ours[name]);
      return { name, figure, own, verdict: judge(figure, own) };
    });
  return found.map(({ name, figure, own, verdict }) => {
    const needed = found.find((other) => other.name === figure.needs);
    const given = figure.needs === undefined || needed?.verdict === "agrees";
    return {
      name,
      what: figure.what,
      published: figure.published,
      ours: own,
      shown: oursInWords(figure, own),
      verdict: given ? verdict : "not comparable",
      rule: judgeRule(figure),
    };
  });
}
