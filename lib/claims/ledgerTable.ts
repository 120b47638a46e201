import { escapeText } from "../plot/escapeText.js";
import { figures, visible } from "./figures.js";
import { headline } from "./headline.js";
import type { LedgerCondition, LedgerRow } from "./ledger.js";
import { tally } from "./tally.js";

/** Where the ledger's links lead. */
export interface LedgerTableOptions {
  /** The address of a notebook's report. Default `<notebook>.html`, beside the ledger. */
  readonly report?: (notebook: string) => string;
}

/**
 * The ledger as an HTML table for the reports' index: for each claim its verdict, one number with its interval
 * and one sentence; all findings unfold, and each links to its place. All text is escaped.
 */
export function ledgerTable(
  rows: readonly LedgerRow[],
  { report = defaultReport }: LedgerTableOptions = {},
): string {
  const body = rows.map((row) => claimBody(row, report)).join("");
  const titles = ["Verdict", "Measured", "In words"];
  const head = `<th scope="colgroup" colspan="2">Claim</th>${columnHeads(titles)}`;
  return `<table class="batchwise-ledger"><thead><tr>${head}</tr></thead>${body}</table>`;
}

function defaultReport(notebook: string): string {
  return `${encodeURIComponent(notebook)}.html`;
}

function claimBody(row: LedgerRow, report: (notebook: string) => string): string {
  const { number, interval, sentence } = headline(row);
  const cells = [
    `<th scope="rowgroup">${row.id}</th>`,
    `<td class="claim">${escapeText(row.claim)}</td>`,
    `<td>${badge(row.verdict)}</td>`,
    `<td class="measured"><strong>${escapeText(number)}</strong> <span>${escapeText(interval)}</span></td>`,
    `<td class="sentence">${escapeText(sentence)}</td>`,
  ];
  const details = `<tr class="findings"><td></td><td colspan="4">${findings(row, report)}</td></tr>`;
  return `<tbody id="${row.id}"><tr>${cells.join("")}</tr>${details}</tbody>`;
}

/** What unfolds: every finding, the rules that read them, and the figure in print. */
function findings(row: LedgerRow, report: (notebook: string) => string): string {
  const lines = row.conditions.map((condition) => findingLine(condition, report));
  const table =
    lines.length === 0
      ? ""
      : `<table><thead><tr>${columnHeads(["Finding", "Measured", "Verdict", "Decides"])}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
  const rules = [...new Set(row.conditions.map(({ rule }) => rule))].map(
    (rule) => `Rule: ${rule}.`,
  );
  const notes = [
    ...row.missing.map((number) => `Notebook ${number} has not recorded its part yet.`),
    ...(row.paperFigure === undefined
      ? []
      : [`In print: ${row.paperFigure} (${row.paperSource}).`]),
    ...rules,
  ];
  const paragraphs = notes.map((note) => `<p>${escapeText(note)}</p>`).join("");
  return `<details><summary>${summaryOf(row)}</summary>${table}${paragraphs}</details>`;
}

function summaryOf(row: LedgerRow): string {
  const n = row.conditions.length;
  const word = n === 1 ? "finding" : "findings";
  return n === 0 ? "No findings yet" : `${n} ${word}: ${tally(row)}`;
}

function findingLine(condition: LedgerCondition, report: (notebook: string) => string): string {
  const address = `${report(condition.notebook)}#${encodeURIComponent(idOf(condition.anchor))}`;
  const sensitivity = visible(condition);
  const { onlyShown } = condition;
  return (
    `<tr><td><a href="${escapeText(address)}">${escapeText(condition.what)}</a></td>` +
    `<td>${escapeText(figures(condition))}${sensitivity && `<br><small>${escapeText(sensitivity)}</small>`}</td>` +
    `<td>${badge(condition.verdict)}</td>` +
    `<td>${onlyShown === undefined ? "decides" : escapeText(`only shown: ${onlyShown}`)}</td></tr>`
  );
}

function badge(verdict: LedgerRow["verdict"]): string {
  const text = escapeText(verdict);
  return `<span class="verdict ${text.replaceAll(" ", "-")}">${text}</span>`;
}

function columnHeads(titles: readonly string[]): string {
  return titles.map((title) => `<th scope="col">${title}</th>`).join("");
}

/** The id that a report gives a heading: its words in lower case, joined by hyphens. */
function idOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}
