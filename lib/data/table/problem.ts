import { show } from "../../check.js";
import type { RawColumn } from "../cells/rawTable.js";
import type { Problem } from "./options.js";
import type { FileContext, Readings } from "./readColumn.js";

/** So many different whole numbers at most are classes, if no more than half of the rows' differ. */
const FEW_NUMBERS = 20;

/** A problem and why it is that, in words that begin with it. */
export interface ReasonedProblem {
  readonly problem: Problem;
  readonly reason: string;
}

/** Whether labels are classes or real values: as asked for, or by what the rows that are kept hold. */
export function problemOf(
  { ids }: Extract<RawColumn, { kind: "text" }>,
  { present, ways }: Readings,
  kept: Int32Array,
  { plan }: FileContext,
): ReasonedProblem {
  const because = (problem: Problem, why: string): ReasonedProblem => ({
    problem,
    reason: `${problem}, ${why}`,
  });
  if (plan.problem !== "auto") return because(plan.problem, "as asked for");
  if (plan.categories.has(plan.label))
    return because("classification", "because the label is named in categories");
  const used = new Set(kept.map((row) => ids[row]));
  const here = present.flatMap((text, i) => (used.has(text.id) ? [{ text, i }] : []));
  const rows = `${count(kept.length)} rows`;
  if (ways.length === 0)
    return because(
      "classification",
      `because the label holds words: ${count(here.length)} different ones in ${rows}`,
    );
  const { values } = ways[0];
  const different = new Set(here.map(({ i }) => values[i])).size;
  if (different > FEW_NUMBERS || 2 * different > kept.length)
    return because(
      "regression",
      `because ${count(different)} of ${count(kept.length)} label values differ`,
    );
  const real = here.find(({ i }) => !Number.isInteger(values[i]));
  if (real !== undefined)
    return because(
      "regression",
      `because the label's ${count(different)} different values in ${rows} are not all whole numbers, such as ${show(real.text.text)}`,
    );
  return because(
    "classification",
    `because the label holds ${count(different)} different whole numbers in ${rows}`,
  );
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}
