import type { Condition } from "./claim.js";

/** Accuracies differ by at least half a percentage point. */
export function accuracy(notebook: string, effect: string): Condition {
  return { notebook, effect, unit: "percentage points", says: "greater", smallest: 0.5 };
}

/** A ratio in its base-2 logarithm is at least a quarter more. */
export function ratio(notebook: string, effect: string): Condition {
  return { notebook, effect, unit: "doublings", says: "greater", smallest: 0.32 };
}
