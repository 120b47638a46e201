import { escapeText } from "../plot/escapeText.js";
import type { ClaimRow, ConditionRow } from "./claimRow.js";
import { figures, visible } from "./figures.js";

/** A claim's verdict with the figures and the rules behind it, for a notebook cell. All text is escaped. */
export function claimHtml(row: ClaimRow): string {
  const conditions = row.conditions.map(
    (condition) =>
      `<tr>${cell(condition.what)}${cell(figures(condition))}${cell(said(condition))}${cell(visible(condition))}</tr>`,
  );
  return (
    `<div class="batchwise-claim" style="border-left: 4px solid #888; padding-left: 1em">` +
    `<p><strong>${escapeText(row.id)}: ${escapeText(row.verdict)}</strong><br>${escapeText(row.claim)}</p>` +
    `<table><thead><tr>${["Finding", "Measured", "Verdict", "Sensitivity"].map(head).join("")}</tr></thead>` +
    `<tbody>${conditions.join("")}</tbody></table>` +
    rules(row)
      .map((line) => `<p><small>${escapeText(line)}</small></p>`)
      .join("") +
    "</div>"
  );
}

/** The same as plain text. */
export function claimText(row: ClaimRow): string {
  const conditions = row.conditions.map((condition) => {
    const sensitivity = visible(condition);
    return `  ${condition.what}: ${figures(condition)}: ${said(condition)}${sensitivity && ` (${sensitivity})`}`;
  });
  return [`${row.id}: ${row.verdict}`, row.claim, ...conditions, ...rules(row)].join("\n");
}

/** Each different rule once, and the paper's figure. */
function rules(row: ClaimRow): string[] {
  const different = [...new Set(row.conditions.map(({ rule }) => rule))];
  const paper =
    row.paperFigure === undefined ? [] : [`In print: ${row.paperFigure} (${row.paperSource}).`];
  return [...different.map((rule) => `Rule: ${rule}.`), ...paper];
}

function said({ verdict, onlyShown }: ConditionRow): string {
  return onlyShown === undefined ? verdict : `${verdict}, only shown: ${onlyShown}`;
}

function head(text: string): string {
  return `<th scope="col" style="text-align: left">${escapeText(text)}</th>`;
}

function cell(text: string): string {
  return `<td style="text-align: left">${escapeText(text)}</td>`;
}
