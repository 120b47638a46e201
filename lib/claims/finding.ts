import { numberBetween, positiveInteger, refuse } from "../check.js";
import type { Estimate } from "../stats/estimate.js";
import { smallestDetectable } from "../stats/power.js";
import { studentT } from "../stats/studentT.js";
import type { Condition } from "./claim.js";
import type { ConditionRow } from "./claimRow.js";
import { decideCondition, ruleText } from "./decide.js";
import { morePairs, pValue } from "./settling.js";

/** The figures of one condition, in its unit and direction, with an interval of at least 95 %. */
export type Finding = Estimate & {
  /** Default: from the interval's width, as of a paired t test on n pairs with 80 % power. */
  readonly smallestDetectable?: number | null;
  /** Test ÷ training examples where the repeats divide the same data and the interval allows for it. */
  readonly overlap?: number;
};

/** A figure that a computation gives exactly. */
export function exactFinding(value: number): Finding {
  return { estimate: value, low: value, high: value, level: 1, n: 1 };
}

/** The finding read by the condition's rule. */
export function readFinding(name: string, condition: Condition, finding: Finding): ConditionRow {
  checkFinding(name, condition, finding);
  const { statement, short, effect, unit, exact, onlyShown, dated, seenBefore } = condition;
  const { estimate, low, high, level, n, overlap } = finding;
  const verdict = decideCondition(condition, finding);
  return {
    condition: name,
    statement,
    short,
    what: effect,
    unit,
    effect: estimate,
    low,
    high,
    level,
    n,
    ...(overlap === undefined ? {} : { overlap }),
    verdict,
    ...(verdict === "not settled" ? { morePairs: morePairs(condition, finding) } : {}),
    p: exact ? null : pValue(condition, finding),
    rule: ruleText(condition),
    dated,
    seenBefore,
    smallestDetectable: exact ? null : (finding.smallestDetectable ?? detectable(finding)),
    ...(onlyShown === undefined ? {} : { onlyShown }),
  };
}

function checkFinding(name: string, { exact }: Condition, finding: Finding): void {
  const who = "recordClaim";
  const { estimate, low, high, level, n, overlap = 0 } = finding;
  for (const [key, value] of Object.entries({ estimate, low, high }))
    if (!Number.isFinite(value)) refuse(who, `${key} of ${name} must be a finite number`, value);
  if (low > high) refuse(who, `low of ${name} must be at most its high, ${high}`, low);
  positiveInteger(who, `n of ${name}`, n);
  numberBetween(who, `overlap of ${name}`, overlap, 0, Number.MAX_VALUE);
  if (!(level >= 0.95 && level <= 1))
    refuse(who, `level of ${name} must be a number from 0.95 to 1`, level);
  if (exact && (n !== 1 || low !== high || estimate !== low))
    refuse(who, `${name} must be an exactFinding: one figure without an interval`, finding);
  if (!exact && (n < 2 || level === 1))
    refuse(who, `${name} must be estimated from n ≥ 2 with a level below 1`, finding);
}

/** From the interval's half width, taken as Student's t times the standard error. */
function detectable({ low, high, level, n }: Estimate): number {
  const error = (high - low) / 2 / studentT(n - 1).quantile((1 + level) / 2);
  return smallestDetectable({ n, sd: error * Math.sqrt(n), alpha: 1 - level });
}
