import type { Shown } from "../rounding.js";
import type { PracticeStatus } from "./practice.js";

/** On which side of a limit a whole interval lies; one of no width lies on none, for it is no interval. */
export function sideOf({ low, high }: Shown, limit: number): "above" | "below" | "across" {
  if (low === high) return "across";
  return low > limit ? "above" : high < limit ? "below" : "across";
}

/** Whether a figure that should stay below a limit does. */
export function staysBelow(figure: Shown, limit: number): PracticeStatus {
  const side = sideOf(figure, limit);
  return side === "below" ? "holds" : side === "above" ? "does not hold" : "not settled";
}

/** The worst of several: what does not hold somewhere does not hold, and what is open somewhere is open. */
export function together(statuses: readonly PracticeStatus[]): PracticeStatus {
  if (statuses.includes("does not hold")) return "does not hold";
  return statuses.includes("not settled") ? "not settled" : "holds";
}

/** As in `digits, noise and MNIST-1D`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
