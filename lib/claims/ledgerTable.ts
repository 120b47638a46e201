import { escapeText } from "../plot/escapeText.js";
import { figures, visible } from "./figures.js";
import type { LedgerCondition, LedgerRow } from "./ledger.js";

/** Where the ledger's links lead. */
export interface LedgerTableOptions {
  /** The address of a notebook's report. Default `<notebook>.html`, beside the ledger. */
  readonly report?: (notebook: string) => string;
}

/** The ledger as an HTML table for the reports' index; each figure links to its place. All text is escaped. */
export function ledgerTable(
  rows: readonly LedgerRow[],
  { report = defaultReport }: LedgerTableOptions = {},
): string {
  const titles = ["Claim", "Verdict", "Measured", "Effect and interval", "In print"];
  const head = titles.map((title) => `<th scope="col">${title}</th>`).join("");
  const body = rows.map((row) => bodyOf(row, report)).join("");
  return `<table class="batchwise-ledger"><thead><tr>${head}</tr></thead>${body}</table>`;
}

/** The ledger as a Markdown table, as for a README: a line for each claim, with what was measured. */
export function ledgerMarkdown(rows: readonly LedgerRow[]): string {
  const lines = rows.map(({ id, claim, verdict, conditions }) =>
    [
      id,
      markdownText(claim),
      `**${verdict}**`,
      conditions.map((condition) => markdownText(measured(condition))).join("<br>"),
    ].join(" | "),
  );
  return [
    "| | Claim | Verdict | Measured |",
    "|---|---|---|---|",
    ...lines.map((l) => `| ${l} |`),
  ].join("\n");
}

/** What was measured, with its figures and how it bears on the claim. */
function measured({ what, onlyShown, verdict, ...condition }: LedgerCondition): string {
  const says = onlyShown === undefined ? verdict : `${verdict}, shown only`;
  return `${what}: ${figures({ what, verdict, ...condition })} (${says})`;
}

function defaultReport(notebook: string): string {
  return `${encodeURIComponent(notebook)}.html`;
}

function bodyOf(row: LedgerRow, report: (notebook: string) => string): string {
  const lines = row.conditions.map((condition) => conditionCells(condition, report));
  const missing = row.missing.map((number) => `notebook ${number} not yet recorded`).join(", ");
  if (missing !== "") lines.push(`<td colspan="2">${missing}</td>`);
  const span = ` rowspan="${lines.length}"`;
  const kind = row.verdict.replaceAll(" ", "-");
  const first =
    `<th scope="rowgroup"${span}>${row.id}. ${escapeText(row.claim)}</th>` +
    `<td class="verdict ${kind}"${span}>${escapeText(row.verdict)}</td>`;
  const paper =
    row.paperFigure === undefined
      ? ""
      : `${escapeText(row.paperFigure)}<br><cite>${escapeText(row.paperSource)}</cite>`;
  const trs = lines.map((cells, i) =>
    i === 0 ? `<tr>${first}${cells}<td${span}>${paper}</td></tr>` : `<tr>${cells}</tr>`,
  );
  return `<tbody id="${row.id}">${trs.join("")}</tbody>`;
}

function conditionCells(condition: LedgerCondition, report: (notebook: string) => string): string {
  const address = `${report(condition.notebook)}#${encodeURIComponent(idOf(condition.anchor))}`;
  const aside = condition.onlyShown === undefined ? "" : ` (shown only: ${condition.onlyShown})`;
  const sensitivity = visible(condition);
  return (
    `<td><a href="${escapeText(address)}">${escapeText(condition.what + aside)}</a></td>` +
    `<td>${escapeText(figures(condition))}: ${escapeText(condition.verdict)}` +
    `${sensitivity && `<br><small>${escapeText(sensitivity)}</small>`}</td>`
  );
}

/** The id that a report gives a heading: its words in lower case, joined by hyphens. */
function idOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}

function markdownText(text: string): string {
  const safe = escapeText(text).replaceAll("&quot;", '"').replaceAll("&#39;", "'");
  return safe.replaceAll("|", "\\|").replaceAll("\n", " ");
}
