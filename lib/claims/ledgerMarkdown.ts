import { escapeText } from "../plot/escapeText.js";
import { figures } from "./figures.js";
import { headline } from "./headline.js";
import type { LedgerRow } from "./ledger.js";
import { statementLines } from "./statements.js";
import { afterHolmText } from "./verdictText.js";

/** The ledger as a Markdown table: a line for each claim, with its statements and all its findings. All text is escaped. */
export function ledgerMarkdown(rows: readonly LedgerRow[]): string {
  return table("Findings", rows, (row) => {
    const print =
      row.paperFigure === undefined ? [] : [`In print: ${row.paperFigure} (${row.paperSource})`];
    const lines = statementLines(row.statements);
    const statements = row.statements.flatMap(({ statement }, i) => [
      lines[i],
      ...found(row, statement),
    ]);
    return [...statements, ...print].map(markdownText).join("<br>");
  });
}

/** The ledger in short as a Markdown table: a line for each claim, with its one number in a sentence. */
export function headlinesMarkdown(rows: readonly LedgerRow[]): string {
  const short = rows.map(({ detail, ...row }) => ({
    ...row,
    ...(detail && { detail: outer(detail) }),
  }));
  return table("Measured", short, (row) => markdownText(headline(row).sentenceWithInterval));
}

/** A detail without the lists in brackets within it. */
function outer(detail: string): string {
  return detail.replaceAll(/ \([^()]*\)/g, "");
}

function table(
  last: string,
  rows: readonly LedgerRow[],
  lastCell: (row: LedgerRow) => string,
): string {
  const lines = rows.map((row) => {
    const { id, claim, verdict, detail } = row;
    const which = detail === undefined ? "" : ` (${markdownText(detail)})`;
    return `| ${[id, markdownText(claim), `**${markdownText(verdict)}**${which}`, lastCell(row)].join(" | ")} |`;
  });
  return [`| | Claim | Verdict | ${last} |`, "|---|---|---|---|", ...lines].join("\n");
}

/** What was measured of a statement. */
function found({ conditions }: LedgerRow, letter: string): string[] {
  return conditions
    .filter(({ statement }) => statement === letter)
    .map((condition) => {
      const shown = condition.onlyShown === undefined ? "" : ", only shown";
      return `– ${condition.what}: ${figures(condition)}: ${afterHolmText(condition)}${shown}`;
    });
}

/** Text that is none of Markdown's or HTML's marks, in one line. */
export function markdownText(text: string): string {
  const safe = escapeText(text).replaceAll("&quot;", '"').replaceAll("&#39;", "'");
  return safe.replaceAll("|", "\\|").replaceAll("\n", " ");
}
