import type { ConditionRow } from "./claimRow.js";
import { SYMMETRIC_READING_DATED } from "./origins.js";

/**
 * Each different rule once, then each different date with what had been seen by then; where several differ, for which
 * conditions.
 */
export function ruleLines(conditions: readonly ConditionRow[]): string[] {
  return [
    ...grouped(conditions, "Rule", ({ rule }) => `${rule}.`),
    ...grouped(conditions, "Fixed", datedText),
  ];
}

function grouped(
  conditions: readonly ConditionRow[],
  title: string,
  text: (row: ConditionRow) => string,
): string[] {
  const names = new Map<string, string[]>();
  for (const row of conditions)
    names.set(text(row), [...(names.get(text(row)) ?? []), row.condition]);
  return [...names].map(([line, which]) =>
    names.size === 1 ? `${title}: ${line}` : `${title} (${which.join("; ")}): ${line}`,
  );
}

/** When a rule was fixed, and what had been seen by then. */
function datedText({ dated, seenBefore }: ConditionRow): string {
  const read =
    dated === SYMMETRIC_READING_DATED
      ? ""
      : `, read alike in both directions since ${SYMMETRIC_READING_DATED}`;
  return `${dated}${read}. Seen before: ${seenBefore}`;
}
