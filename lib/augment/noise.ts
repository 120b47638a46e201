import type { Rng } from "../random.js";
import { changeInRoom, type Work } from "./imageBatch.js";
import type { NoiseSpec } from "./spec.js";

/** Adds normal noise to each active image. */
export function noise(
  work: Work,
  { standardDeviation }: NoiseSpec,
  active: Uint8Array,
  rng: Rng,
): void {
  const { kernels, pointsAt, state, stateAt } = work.room;
  for (let i = 0; i < work.n; i++) {
    if (!active[i]) continue;
    changeInRoom(work, i, (image, n) => {
      rng.lend(state, () => kernels.noise(image, n, standardDeviation, pointsAt, stateAt));
    });
  }
}
