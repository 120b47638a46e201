import type { Rng } from "../random.js";
import type { SignedRange } from "./spec.js";

/** One draw from a range; a range of one value draws nothing. */
export function draw(range: SignedRange, rng: Rng): number {
  const [low, high] = typeof range === "number" ? [-range, range] : range;
  return low === high ? low : low + (high - low) * rng.uniform();
}

/** Which of the `active` images (1) a step with this probability changes. */
export function thin(active: Uint8Array, probability: number, rng: Rng): Uint8Array {
  if (probability >= 1) return active;
  return active.map((on) => (on && rng.uniform() < probability ? 1 : 0));
}
