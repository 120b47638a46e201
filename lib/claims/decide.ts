import { unreachable } from "../check.js";
import type { Estimate } from "../stats/estimate.js";
import type { Condition, ConditionVerdict } from "./claim.js";
import { inWords } from "./units.js";

/**
 * The verdict of one condition's figures, by its rule and nothing else: the whole interval has to lie in one
 * region, on the claim's side of what matters, on the other, or between. A sample whose values are all equal has no
 * interval (its ends coincide): it settles nothing, for it does not show how far other samples would lie.
 */
export function decideCondition(
  { says, smallest, exact }: Condition,
  { low, high }: Pick<Estimate, "low" | "high">,
): ConditionVerdict {
  if (low === high && !exact) return "not settled";
  const inside = low > -smallest && high < smallest;
  switch (says) {
    case "greater":
      if (low >= smallest) return "supported";
      if (high <= -smallest) return "reversed";
      return inside ? "too small to matter" : "not settled";
    case "equal":
      if (inside) return "supported";
      return low >= smallest || high <= -smallest ? "not supported" : "not settled";
    default:
      return unreachable(says);
  }
}

/** The rule of a condition in words. */
export function ruleText({ says, smallest, unit, exact }: Condition): string {
  const [less, more] = [-smallest, smallest].map((figure) => inWords(figure, unit));
  const what = exact ? "the figure" : "the whole interval";
  const rest = exact ? "" : ", else not settled; where all values are equal, not settled";
  switch (says) {
    case "greater":
      return (
        `supported if ${what} is ${more} or more, reversed if it is ${less} or less, ` +
        `too small to matter if it lies between ${less} and ${more}${rest}`
      );
    case "equal":
      return (
        `supported if ${what} lies between ${less} and ${more}, ` +
        `not supported if it is ${more} or more or ${less} or less${rest}`
      );
    default:
      return unreachable(says);
  }
}
