import { escapeText } from "../../plot/escapeText.js";
import type { PracticeLine } from "./practice.js";
import type { PracticeRow } from "./practiceRow.js";

/** A row of the practitioner's table for a notebook cell. All text is escaped. */
export function practiceHtml(row: PracticeRow): string {
  const evidence = row.evidence
    .map((line) => [line.of, lineText(line), String(line.n), line.status].map(cell).join(""))
    .map((cells) => `<tr>${cells}</tr>`)
    .join("");
  const head = ["On", "Measured", "n", "Rule of thumb"].map(
    (title) => `<th scope="col" style="text-align: left">${title}</th>`,
  );
  return (
    `<div class="batchwise-claim" style="border-left: 4px solid #888; padding-left: 1em">` +
    `<p><strong>${escapeText(row.budget)}: ${escapeText(row.status)}</strong><br>${escapeText(row.advice)}</p>` +
    `<table><thead><tr>${head.join("")}</tr></thead><tbody>${evidence}</tbody></table>` +
    `<p><small>${escapeText(ruleOf(row))}</small></p></div>`
  );
}

/** The same as plain text. */
export function practiceText(row: PracticeRow): string {
  const evidence = row.evidence.map(
    (line) => `  ${line.of}, n = ${line.n}: ${lineText(line)}: ${line.status}`,
  );
  return [`${row.budget}: ${row.status}`, row.advice, ...evidence, ruleOf(row)].join("\n");
}

/** All that was measured in a line. */
export function lineText({ figure, more }: PracticeLine): string {
  return [figure, ...more].join("; ");
}

function cell(text: string): string {
  return `<td style="text-align: left">${escapeText(text)}</td>`;
}

/** The row's rule in a sentence, with its day. */
export function ruleOf({ rule, since }: Pick<PracticeRow, "rule" | "since">): string {
  return `Rule of ${since}: ${rule}.`;
}
