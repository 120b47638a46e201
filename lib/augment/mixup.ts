import { refuse } from "../check.js";
import type { Rng } from "../random.js";
import { drawBeta } from "./beta.js";
import type { Work } from "./imageBatch.js";
import type { MixupSpec } from "./spec.js";

/** Row i of `own` becomes shares[i] · own[i] + (1 − shares[i]) · others[partners[i]]. */
export function mix(
  own: Float32Array,
  others: Float32Array,
  partners: ArrayLike<number>,
  shares: ArrayLike<number>,
): void {
  const size = own.length / shares.length;
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i];
    const from = partners[i] * size - i * size;
    for (let k = i * size; k < (i + 1) * size; k++)
      own[k] = share * own[k] + (1 - share) * others[from + k];
  }
}

/** Mixes each active image and its target with those of a partner: image i's is permutation[i] of the batch. */
export function mixup(work: Work, { alpha }: MixupSpec, active: Uint8Array, rng: Rng): void {
  const { x, n, targets } = work;
  if (targets === undefined)
    refuse(
      "augment",
      'kind "mixup" mixes targets too: the batch\'s targets must be (n, classes), as from oneHot(labels, classes)',
      targets,
    );
  const partners = rng.permutation(n);
  const shares = Float64Array.from(active, (on) => (on ? drawBeta(alpha, alpha, rng) : 1));
  mix(x, x.slice(), partners, shares);
  mix(targets, targets.slice(), partners, shares);
}
