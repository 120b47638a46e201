import { escapeText } from "../plot/escapeText.js";
import type { ClaimRow, ConditionRow } from "./claimRow.js";
import { figures, visible } from "./figures.js";
import { ruleLines } from "./ruleLines.js";
import { combinedText, statementLines } from "./statements.js";
import { verdictText } from "./verdictText.js";

const ADDED =
  "Each verdict is that of its own interval. The ledger of all notebooks adds Holm's correction over all conditions that decide.";

/** A claim's verdict with the figures and the rules behind it, for a notebook cell. All text is escaped. */
export function claimHtml(row: ClaimRow): string {
  const conditions = row.conditions.map(
    (condition) =>
      `<tr>${[condition.statement, condition.what, figures(condition), said(condition), visible(condition)].map(cell).join("")}</tr>`,
  );
  const titles = ["", "Finding", "Measured", "Verdict", "Sensitivity"];
  return (
    `<div class="batchwise-claim" style="border-left: 4px solid #888; padding-left: 1em">` +
    `<p><strong>${escapeText(row.id)}: ${escapeText(combinedText(row))}</strong><br>${escapeText(row.claim)}</p>` +
    `<ul>${statementLines(row.statements)
      .map((line) => `<li>${escapeText(line)}</li>`)
      .join("")}</ul>` +
    `<table><thead><tr>${titles.map(head).join("")}</tr></thead>` +
    `<tbody>${conditions.join("")}</tbody></table>` +
    notes(row)
      .map((line) => `<p><small>${escapeText(line)}</small></p>`)
      .join("") +
    "</div>"
  );
}

/** The same as plain text. */
export function claimText(row: ClaimRow): string {
  const conditions = row.conditions.map((condition) => {
    const sensitivity = visible(condition);
    return `  ${condition.statement}. ${condition.what}: ${figures(condition)}: ${said(condition)}${sensitivity && ` (${sensitivity})`}`;
  });
  const lines = [...statementLines(row.statements), ...conditions, ...notes(row)];
  return [`${row.id}: ${combinedText(row)}`, row.claim, ...lines].join("\n");
}

/** Each different rule once, and the paper's figure. */
function notes(row: ClaimRow): string[] {
  const paper =
    row.paperFigure === undefined ? [] : [`In print: ${row.paperFigure} (${row.paperSource}).`];
  return [ADDED, ...ruleLines(row.conditions), ...paper];
}

function said(row: ConditionRow): string {
  const verdict = verdictText(row);
  return row.onlyShown === undefined ? verdict : `${verdict}, only shown: ${row.onlyShown}`;
}

function head(text: string): string {
  return `<th scope="col" style="text-align: left">${escapeText(text)}</th>`;
}

function cell(text: string): string {
  return `<td style="text-align: left">${escapeText(text)}</td>`;
}
