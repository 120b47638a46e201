import { unreachable } from "../check.js";
import type { Estimate } from "../stats/estimate.js";
import type { Condition, ConditionVerdict, Verdict } from "./claim.js";
import { inWords } from "./units.js";

/**
 * The verdict of one condition's figures, by its rule and nothing else. A sample whose values are all equal has no
 * interval (its ends coincide): it supports nothing, for it does not show how far other samples would lie.
 */
export function decideCondition(
  { says, smallest, exact }: Condition,
  { estimate, low, high }: Pick<Estimate, "estimate" | "low" | "high">,
): ConditionVerdict {
  const differs = low > 0 || high < 0;
  if (low === high && !exact) return differs ? "not supported" : "no detectable difference";
  switch (says) {
    case "greater":
      if (low > 0 && estimate >= smallest) return "supported";
      if (high < 0 && estimate <= -smallest) return "reversed";
      // An exact figure of 0 leaves no doubt that there is nothing.
      return differs || exact ? "not supported" : "no detectable difference";
    case "equal":
      if (low > -smallest && high < smallest) return "supported";
      return differs ? "not supported" : "no detectable difference";
    default:
      return unreachable(says);
  }
}

/**
 * The verdict of a claim from those of its conditions: theirs where they agree, "not supported" where none
 * speaks for the claim or its reverse, else "depends".
 */
export function combineVerdicts(verdicts: readonly ConditionVerdict[]): Verdict {
  const [first] = verdicts;
  if (verdicts.every((verdict) => verdict === first)) return first;
  return verdicts.some((verdict) => verdict === "supported" || verdict === "reversed")
    ? "depends"
    : "not supported";
}

/** The rule of a condition in words. */
export function ruleText({ says, smallest, unit, exact }: Condition): string {
  const [less, none, more] = [-smallest, 0, smallest].map((figure) => inWords(figure, unit));
  const equal =
    "; where all values are equal there is no interval, and so no support: no detectable difference if they " +
    `are ${none}, else not supported`;
  switch (says) {
    case "greater":
      return exact
        ? `supported from ${more} on, reversed from ${less} on, else not supported`
        : `supported if the interval lies above ${none} and the effect is at least ${more}, reversed if it ` +
            `lies below ${none} and the effect is at most ${less}, not supported if it lies on one side of ` +
            `${none} with a smaller effect, no detectable difference if it holds ${none}${equal}`;
    case "equal":
      return exact
        ? `supported between ${less} and ${more}, else not supported`
        : `supported if the interval lies between ${less} and ${more}, not supported if it does not and ` +
            `leaves out ${none}, no detectable difference if it does not and holds ${none}${equal}`;
    default:
      return unreachable(says);
  }
}
