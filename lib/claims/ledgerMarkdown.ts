import { escapeText } from "../plot/escapeText.js";
import { figures } from "./figures.js";
import { headline } from "./headline.js";
import type { LedgerCondition, LedgerRow } from "./ledger.js";
import { tally } from "./tally.js";

/** The ledger as a Markdown table: a line for each claim, with all its findings. All text is escaped. */
export function ledgerMarkdown(rows: readonly LedgerRow[]): string {
  return table("Findings", rows, (row) => {
    const print =
      row.paperFigure === undefined ? [] : [`In print: ${row.paperFigure} (${row.paperSource})`];
    return [...row.conditions.map(measured), ...print].map(markdownText).join("<br>");
  });
}

/** The ledger in short as a Markdown table: a line for each claim, with its one number in a sentence. */
export function headlinesMarkdown(rows: readonly LedgerRow[]): string {
  return table("Measured", rows, (row) => markdownText(headline(row).sentenceWithInterval));
}

function table(
  last: string,
  rows: readonly LedgerRow[],
  lastCell: (row: LedgerRow) => string,
): string {
  const lines = rows.map((row) => {
    const verdict = `**${row.verdict}**${row.verdict === "depends" ? ` (${tally(row)})` : ""}`;
    return `| ${[row.id, markdownText(row.claim), verdict, lastCell(row)].join(" | ")} |`;
  });
  return [`| | Claim | Verdict | ${last} |`, "|---|---|---|---|", ...lines].join("\n");
}

/** What was measured, with its figures and how it bears on the claim. */
function measured(condition: LedgerCondition): string {
  const { what, onlyShown, verdict } = condition;
  const says = onlyShown === undefined ? verdict : `${verdict}, only shown`;
  return `${what}: ${figures(condition)} (${says})`;
}

function markdownText(text: string): string {
  const safe = escapeText(text).replaceAll("&quot;", '"').replaceAll("&#39;", "'");
  return safe.replaceAll("|", "\\|").replaceAll("\n", " ");
}
