import type { Claim, ConditionVerdict, Statement, Verdict } from "./claim.js";

/** A statement with what its conditions say together. */
export interface StatementRow {
  /** Its letter. */
  readonly statement: string;
  /** In words, without a full stop. */
  readonly says: string;
  readonly verdict: Verdict | "not yet tested";
  /** Which condition says what, where they disagree. */
  readonly detail?: string;
}

/** A condition's part in the verdict of its statement. */
export interface Voice {
  readonly statement: string;
  readonly short: string;
  readonly verdict: ConditionVerdict;
  readonly onlyShown?: string;
}

/** A verdict, and what it is made of where that is not all alike. */
export interface Combined {
  readonly verdict: Verdict | "not yet tested";
  readonly detail?: string;
}

/** The statements of a claim by the conditions that were measured, all of them, in order. */
export function statementRows({ statements }: Claim, voices: readonly Voice[]): StatementRow[] {
  return Object.entries(statements).map(([statement, { says, byDefinition }]) => {
    const deciding = voices.filter(
      (voice) => voice.statement === statement && voice.onlyShown === undefined,
    );
    return { statement, says, ...combineConditions(deciding, { byDefinition }) };
  });
}

/**
 * What conditions say together: the same as each where they agree, else "mixed" with the list of which says what.
 * A statement by definition keeps that verdict unless a figure speaks against it, which would be an error in the code.
 */
export function combineConditions(
  voices: readonly Pick<Voice, "short" | "verdict">[],
  { byDefinition }: { readonly byDefinition?: Statement["byDefinition"] | undefined } = {},
): Combined {
  if (voices.length === 0) return { verdict: "not yet tested" };
  const verdicts = [...new Set(voices.map(({ verdict }) => verdict))];
  if (byDefinition && verdicts.every((each) => each === "supported" || each === "not settled"))
    return { verdict: "by definition" };
  if (verdicts.length === 1) return { verdict: verdicts[0] };
  const which = verdicts.map((verdict) => {
    const names = voices.filter((voice) => voice.verdict === verdict).map(({ short }) => short);
    return `${verdict}: ${[...new Set(names)].join(", ")}`;
  });
  return { verdict: "mixed", detail: which.join("; ") };
}

/**
 * What statements say together: the same as each where they agree, else "mixed" with the verdict of each. Those by
 * definition count only where there is no other.
 */
export function combineStatements(rows: readonly StatementRow[]): Combined {
  const tested = rows.filter(({ verdict }) => verdict !== "not yet tested");
  const open = tested.filter(({ verdict }) => verdict !== "by definition");
  const [first, ...others] = open.length > 0 ? open : tested;
  if (first === undefined) return { verdict: "not yet tested" };
  if (rows.length === 1)
    return { verdict: first.verdict, ...(first.detail && { detail: first.detail }) };
  const agree = others.every(({ verdict }) => verdict === first.verdict);
  const verdict = agree ? first.verdict : "mixed";
  const plain = rows.every((row) => row.verdict === verdict && row.detail === undefined);
  return plain ? { verdict } : { verdict, detail: rows.map(inShort).join(", ") };
}

function inShort({ statement, ...row }: StatementRow): string {
  return `${statement} ${combinedText(row)}`;
}

/** A verdict with what it is made of. */
export function combinedText({ verdict, detail }: Combined): string {
  return detail === undefined ? verdict : `${verdict} (${detail})`;
}

/** The statements as lines; that of a claim of one statement without its verdict, which is the claim's. */
export function statementLines(rows: readonly StatementRow[]): string[] {
  return rows.map((row) =>
    rows.length === 1
      ? `${row.statement}. ${row.says}.`
      : `${row.statement}. ${row.says}: ${combinedText(row)}.`,
  );
}
