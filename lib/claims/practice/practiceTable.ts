import { escapeText } from "../../plot/escapeText.js";
import { headingAddress } from "../headingId.js";
import { PRACTICE_IDS, type PracticeId, type PracticeLine } from "./practice.js";
import { lineText, ruleOf } from "./practiceCard.js";
import type { PracticeRow } from "./practiceRow.js";
import { PRACTICE_RULES } from "./rules.js";

/** What a table of answers knows of the runs behind it. */
export interface AnswerTableOptions {
  /** Whether a notebook's run was a preview, with few seeds. Default none was. */
  readonly preview?: (notebook: string) => boolean;
}

/** One line of the practitioner's table: what was recorded, or that nothing was yet. */
type Line = readonly [id: PracticeId, row: PracticeRow | undefined];

function linesOf(rows: readonly PracticeRow[]): Line[] {
  return PRACTICE_IDS.map((id) => [id, rows.find((row) => row.id === id)]);
}

/** What stands in place of a row that no run has recorded. */
function notYet(id: PracticeId): string {
  return `Not yet measured: notebook ${PRACTICE_RULES[id].notebook} does.`;
}

/**
 * The practitioner's table in HTML, for the reports' index: what is scarce, what to do, and the figures behind it
 * with a link to their place. All text is escaped.
 */
export function practiceTable(
  rows: readonly PracticeRow[],
  { preview = () => false }: AnswerTableOptions = {},
): string {
  const body = linesOf(rows).map(([id, row]) => {
    const budget = `<th scope="row">${escapeText(PRACTICE_RULES[id].budget)}</th>`;
    if (row === undefined)
      return `<tr id="practice-${id}">${budget}<td class="do" colspan="2">${escapeText(notYet(id))}</td></tr>`;
    const evidence = row.evidence
      .map(
        (line) =>
          `<li>${badge(line.status)} <strong>${escapeText(line.of)}</strong>, n = ${line.n}: ${escapeText(lineText(line))}</li>`,
      )
      .join("");
    const link = `<a href="${escapeText(headingAddress(row))}">notebook ${escapeText(row.notebook.slice(0, 2))}</a>`;
    const mark = preview(row.notebook) ? ` ${badge("preview")}` : "";
    return (
      `<tr id="practice-${id}">${budget}<td class="do">${escapeText(row.advice)}</td>` +
      `<td class="evidence"><ul>${evidence}</ul>` +
      `<details><summary>${link}${mark} and the rule</summary><p>${escapeText(ruleOf(row))}</p></details></td></tr>`
    );
  });
  const head = ["What is scarce", "What to do", "Does that hold? Measured here"]
    .map((title) => `<th scope="col">${title}</th>`)
    .join("");
  return `<table class="batchwise-practice"><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

/** The practitioner's table in Markdown, for a page beside the folder of the notebooks. All text is escaped. */
export function practiceMarkdown(rows: readonly PracticeRow[]): string {
  const lines = linesOf(rows).map(([id, row]) => {
    const { budget } = PRACTICE_RULES[id];
    const cells =
      row === undefined
        ? [budget, notYet(id), "–"]
        : [budget, row.advice, row.evidence.map(inShort).join("; ")];
    const link = row === undefined ? "" : ` ${linkTo(row)}`;
    return `| ${cells.map(markdownText).join(" | ")}${link} |`;
  });
  return ["| What is scarce | What to do | Measured |", "|---|---|---|", ...lines].join("\n");
}

/** The notebook that holds the figures, as a Markdown link. */
function linkTo({ notebook }: PracticeRow): string {
  const file = encodeURIComponent(notebook).replaceAll("(", "%28").replaceAll(")", "%29");
  return `[notebook ${markdownText(notebook.slice(0, 2))}](notebooks/${file}.ipynb)`;
}

/** The figure that decides, and what it decides. */
function inShort({ of, n, figure, status }: PracticeLine): string {
  return `${of}: ${figure}, n = ${n} (${status})`;
}

/** Text safe in a cell of a Markdown table. */
export function markdownText(text: string): string {
  const safe = escapeText(text).replaceAll("&quot;", '"').replaceAll("&#39;", "'");
  return safe.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** A short word in a frame. */
export function badge(word: string): string {
  const text = escapeText(word);
  return `<span class="verdict ${text.replaceAll(" ", "-")}">${text}</span>`;
}
