import { escapeText } from "../../plot/escapeText.js";
import { headingAddress } from "../headingId.js";
import { type AnswerTableOptions, badge, markdownText } from "../practice/practiceTable.js";
import { judgeRule } from "./judge.js";
import { PAPER_IDS, type Paper, type PaperFigure, type PaperId } from "./paper.js";
import { sourceOf } from "./paperCard.js";
import type { ComparedFigure, PaperRow } from "./paperRow.js";
import { PAPERS } from "./papers.js";

/** A paper's figure in the table, with ours where it was recorded. */
interface Line {
  readonly id: PaperId;
  readonly paper: Paper;
  readonly figure: PaperFigure;
  readonly row: PaperRow | undefined;
  readonly found: ComparedFigure | undefined;
}

function linesOf(rows: readonly PaperRow[]): Line[][] {
  return PAPER_IDS.map((id) => {
    const paper: Paper = PAPERS[id];
    const row = rows.find((candidate) => candidate.id === id);
    return Object.entries(paper.figures).map(([name, figure]) => ({
      id,
      paper,
      figure,
      row,
      found: row?.figures.find((candidate) => candidate.name === name),
    }));
  });
}

/** What stands in place of a figure that no run has recorded. */
function notYet({ paper }: Line): string {
  return `not yet measured: notebook ${paper.notebook} does`;
}

/** Published figures beside ours in HTML, for the reports' index. All text is escaped. */
export function paperTable(
  rows: readonly PaperRow[],
  { preview = () => false }: AnswerTableOptions = {},
): string {
  const bodies = linesOf(rows).map((lines) => {
    const [{ id, paper, row }] = lines;
    const place =
      row === undefined
        ? ""
        : ` <a href="${escapeText(headingAddress(row))}">notebook ${escapeText(row.notebook.slice(0, 2))}</a>${preview(row.notebook) ? ` ${badge("preview")}` : ""}`;
    const head =
      `<tr class="paper"><th scope="rowgroup" colspan="4">${escapeText(`${paper.authors} ${paper.year}`)} ` +
      `<span>${escapeText(`arXiv ${paper.arXiv}, ${paper.where}`)}</span>${place}<p>${escapeText(paper.says)} ${escapeText(paper.differs)}</p></th></tr>`;
    return `<tbody id="paper-${id}">${head}${lines.map(figureLine).join("")}</tbody>`;
  });
  const head = ["Figure", "In print", "Ours", "Comparison"]
    .map((title) => `<th scope="col">${title}</th>`)
    .join("");
  return `<table class="batchwise-papers"><thead><tr>${head}</tr></thead>${bodies.join("")}</table>`;
}

function figureLine(line: Line): string {
  const { figure, paper, found } = line;
  const rule = `<details><summary>Rule</summary><p>${escapeText(`Rule of ${paper.since}: ${judgeRule(figure)}.`)}</p></details>`;
  const ours = found === undefined ? escapeText(notYet(line)) : escapeText(found.shown);
  const verdict = badge(found === undefined ? "not yet measured" : found.verdict);
  return `<tr><td>${escapeText(figure.what)}</td><td>${escapeText(figure.published)}</td><td>${ours}</td><td>${verdict}${rule}</td></tr>`;
}

/** Published figures beside ours in Markdown. All text is escaped. */
export function paperMarkdown(rows: readonly PaperRow[]): string {
  const lines = linesOf(rows)
    .flat()
    .map((line) => {
      const { id, paper, figure, found } = line;
      const cells = [
        sourceOf({ id }),
        figure.what,
        figure.published,
        found?.shown ?? notYet(line),
        found === undefined ? "–" : `**${found.verdict}**`,
        `${paper.differs} Rule of ${paper.since}: ${judgeRule(figure)}.`,
      ];
      return `| ${cells.map(markdownText).join(" | ")} |`;
    });
  const head = "| Paper | Figure | In print | Ours | Comparison | What differs, and the rule |";
  return [head, "|---|---|---|---|---|---|", ...lines].join("\n");
}
