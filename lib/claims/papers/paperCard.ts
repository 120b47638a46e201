import { escapeText } from "../../plot/escapeText.js";
import type { PaperRow } from "./paperRow.js";
import { PAPERS } from "./papers.js";

/** A paper's figures beside ours, for a notebook cell. All text is escaped. */
export function paperHtml(row: PaperRow): string {
  const paper = PAPERS[row.id];
  const lines = row.figures.map(
    ({ what, published, shown, verdict }) =>
      `<tr>${[what, published, shown, verdict].map((text) => `<td style="text-align: left">${escapeText(text)}</td>`).join("")}</tr>`,
  );
  const head = ["Figure", "In print", "Ours", "Comparison"].map(
    (title) => `<th scope="col" style="text-align: left">${title}</th>`,
  );
  return (
    `<div class="batchwise-claim" style="border-left: 4px solid #888; padding-left: 1em">` +
    `<p><strong>${escapeText(sourceOf(row))}</strong><br>${escapeText(paper.says)}</p>` +
    `<table><thead><tr>${head.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table>` +
    notesOf(row)
      .map((note) => `<p><small>${escapeText(note)}</small></p>`)
      .join("") +
    "</div>"
  );
}

/** The same as plain text. */
export function paperText(row: PaperRow): string {
  const lines = row.figures.map(
    ({ what, published, shown, verdict }) =>
      `  ${what}: ${published} in print, ${shown} here: ${verdict}`,
  );
  return [sourceOf(row), PAPERS[row.id].says, ...lines, ...notesOf(row)].join("\n");
}

/** Authors, year and number of the paper, and where in it the figures stand. */
export function sourceOf({ id }: Pick<PaperRow, "id">): string {
  const { authors, year, arXiv, where } = PAPERS[id];
  return `${authors} ${year}, ${arXiv}, ${where}`;
}

/** What differs, and each different rule once with its day. */
export function notesOf({ id, figures }: PaperRow): string[] {
  const { differs, since } = PAPERS[id];
  const rules = [...new Set(figures.map(({ rule }) => rule))];
  return [`What differs: ${differs}`, ...rules.map((rule) => `Rule of ${since}: ${rule}.`)];
}
