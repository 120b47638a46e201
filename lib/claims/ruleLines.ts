import type { ConditionRow } from "./claimRow.js";
import { SYMMETRIC_READING_DATED } from "./origins.js";

/** Each different rule once, with its date, what had been seen by then, and where several differ, for which conditions. */
export function ruleLines(conditions: readonly ConditionRow[]): string[] {
  const lines = new Map<string, string[]>();
  for (const row of conditions) {
    const line = `${row.rule}. ${datedText(row)}`;
    lines.set(line, [...(lines.get(line) ?? []), row.condition]);
  }
  return [...lines].map(([line, names]) => {
    const which = lines.size === 1 ? "" : ` of ${names.join("; ")}`;
    return `Rule${which}: ${line}`;
  });
}

/** When a rule was written, and what had been seen by then. */
export function datedText({
  dated,
  seenBefore,
}: Pick<ConditionRow, "dated" | "seenBefore">): string {
  const read =
    dated === SYMMETRIC_READING_DATED
      ? ""
      : `, read alike in both directions since ${SYMMETRIC_READING_DATED}`;
  return `Dated ${dated}${read}. Seen before: ${seenBefore}`;
}
