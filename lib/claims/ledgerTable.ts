import { escapeText } from "../plot/escapeText.js";
import { figures, visible } from "./figures.js";
import { headingId } from "./headingId.js";
import { headline } from "./headline.js";
import type { LedgerCondition, LedgerRow, MissingCondition } from "./ledger.js";
import { ruleLines } from "./ruleLines.js";
import { statementLines } from "./statements.js";
import { tally } from "./tally.js";
import { afterHolmText } from "./verdictText.js";

/** Where the ledger's links lead. */
export interface LedgerTableOptions {
  /** The address of a notebook's report. Default `<notebook>.html`, beside the ledger. */
  readonly report?: (notebook: string) => string;
  /** Names of the notebooks that ran with few seeds: verdicts that rest on them are marked as a preview. */
  readonly previews?: readonly string[];
}

/**
 * The ledger as an HTML table for the reports' index: for each claim its verdict, one number with its interval
 * and one sentence; all findings unfold, and each links to its place. All text is escaped.
 */
export function ledgerTable(
  rows: readonly LedgerRow[],
  { report = defaultReport, previews = [] }: LedgerTableOptions = {},
): string {
  const body = rows.map((row) => claimBody(row, { report, previews })).join("");
  const titles = ["Verdict", "Measured", "In words"];
  const head = `<th scope="colgroup" colspan="2">Claim</th>${columnHeads(titles)}`;
  return `<table class="batchwise-ledger"><thead><tr>${head}</tr></thead>${body}</table>`;
}

function defaultReport(notebook: string): string {
  return `${encodeURIComponent(notebook)}.html`;
}

function claimBody(row: LedgerRow, { report, previews }: Required<LedgerTableOptions>): string {
  const { number, interval, sentence } = headline(row);
  const preview = row.conditions.some(({ notebook }) => previews.includes(notebook));
  const below = [
    ...(preview ? ["preview"] : []),
    ...(row.detail === undefined ? [] : [row.detail]),
  ];
  const details = below.map((text) => `<br><small>${escapeText(text)}</small>`).join("");
  const cells = [
    `<th scope="rowgroup">${row.id}</th>`,
    `<td class="claim">${escapeText(row.claim)}</td>`,
    `<td>${badge(row.verdict)}${details}</td>`,
    `<td class="measured"><strong>${escapeText(number)}</strong> <span>${escapeText(interval)}</span></td>`,
    `<td class="sentence">${escapeText(sentence)}</td>`,
  ];
  const unfolds = `<tr class="findings"><td></td><td colspan="4">${findings(row, report)}</td></tr>`;
  return `<tbody id="${row.id}"><tr>${cells.join("")}</tr>${unfolds}</tbody>`;
}

/** What unfolds: the statements, every finding, the rules that read them, and the figure in print. */
function findings(row: LedgerRow, report: (notebook: string) => string): string {
  const lines = row.conditions.map((condition) => findingLine(condition, report));
  const titles = ["Finding", "Measured", "Verdict", "Decides"];
  const table =
    lines.length === 0
      ? ""
      : `<table><thead><tr>${columnHeads(titles)}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
  const print =
    row.paperFigure === undefined ? [] : [`In print: ${row.paperFigure} (${row.paperSource}).`];
  const notes = [...missing(row.missing), ...print, ...ruleLines(row.conditions), ...commands(row)];
  const before = statementLines(row.statements).map(paragraph).join("");
  return `<details><summary>${summaryOf(row)}</summary>${before}${table}${notes.map(paragraph).join("")}</details>`;
}

/** What each notebook has still to record. */
function missing(conditions: readonly MissingCondition[]): string[] {
  const notebooks = [...new Set(conditions.map(({ notebook }) => notebook))];
  return notebooks.map((number) => {
    const names = conditions.filter(({ notebook }) => notebook === number);
    return `Notebook ${number} has still to record: ${names.map(({ condition }) => condition).join("; ")}.`;
  });
}

/** What makes the rows again. */
function commands({ conditions }: LedgerRow): string[] {
  const numbers = new Set(conditions.map(({ notebook }) => notebook.slice(0, 2)));
  return numbers.size === 0
    ? []
    : [`Computed by: npm run report -- --profile standard --only ${[...numbers].join(",")}`];
}

function summaryOf(row: LedgerRow): string {
  const n = row.conditions.length;
  const word = n === 1 ? "finding" : "findings";
  return n === 0 ? "No findings yet" : `${n} ${word}: ${tally(row)}`;
}

function findingLine(condition: LedgerCondition, report: (notebook: string) => string): string {
  const address = `${report(condition.notebook)}#${encodeURIComponent(headingId(condition.anchor))}`;
  const sensitivity = visible(condition);
  const { statement, afterHolm, onlyShown } = condition;
  const verdict = afterHolmText(condition);
  const more =
    verdict === afterHolm
      ? ""
      : `<br><small>${escapeText(verdict.slice(afterHolm.length))}</small>`;
  return (
    `<tr><td><a href="${escapeText(address)}">${escapeText(`${statement}. ${condition.what}`)}</a></td>` +
    `<td>${escapeText(figures(condition))}${sensitivity && `<br><small>${escapeText(sensitivity)}</small>`}</td>` +
    `<td>${badge(afterHolm)}${more}</td>` +
    `<td>${onlyShown === undefined ? "decides" : escapeText(`only shown: ${onlyShown}`)}</td></tr>`
  );
}

function paragraph(text: string): string {
  return `<p>${escapeText(text)}</p>`;
}

function badge(verdict: LedgerRow["verdict"]): string {
  const text = escapeText(verdict);
  return `<span class="verdict ${text.replaceAll(" ", "-")}">${text}</span>`;
}

function columnHeads(titles: readonly string[]): string {
  return titles.map((title) => `<th scope="col">${title}</th>`).join("");
}
