import { escapeText } from "../../plot/escapeText.js";
import type { PracticeRow } from "./practiceRow.js";

/** A row of the practitioner's table for a notebook cell. All text is escaped. */
export function practiceHtml(row: PracticeRow): string {
  const evidence = row.evidence.map((line) => `<tr><td>${escapeText(line)}</td></tr>`).join("");
  return (
    `<div class="batchwise-claim" style="border-left: 4px solid #888; padding-left: 1em">` +
    `<p><strong>${escapeText(row.budget)}: ${escapeText(row.status)}</strong><br>${escapeText(row.advice)}</p>` +
    `<table><thead><tr><th scope="col" style="text-align: left">Measured</th></tr></thead><tbody>${evidence}</tbody></table>` +
    `<p><small>${escapeText(ruleOf(row))}</small></p></div>`
  );
}

/** The same as plain text. */
export function practiceText(row: PracticeRow): string {
  const evidence = row.evidence.map((line) => `  ${line}`);
  return [`${row.budget}: ${row.status}`, row.advice, ...evidence, ruleOf(row)].join("\n");
}

/** The row's rule in a sentence, with its day. */
export function ruleOf({ rule, since }: Pick<PracticeRow, "rule" | "since">): string {
  return `Rule of ${since}: ${rule}.`;
}
