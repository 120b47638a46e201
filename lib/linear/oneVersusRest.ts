import { refuse } from "../check.js";
import type { Rng } from "../random.js";

/**
 * Keeps a share of every class apart, drawn at random, at least one example in all.
 * @param ids (n,) classes
 */
export function holdOut(
  who: string,
  ids: Float64Array,
  classes: number,
  share: number,
  rng: Rng,
): { rows: Int32Array; held: Int32Array } {
  const held = new Set<number>();
  for (let k = 0; k < classes; k++) {
    const members = Array.from(ids.keys()).filter((i) => ids[i] === k);
    const size = Math.round(share * members.length);
    for (const i of rng.fork(k).shuffle(members).slice(0, size)) held.add(i);
  }
  const rows = Int32Array.from(ids.keys()).filter((i) => !held.has(i));
  if (held.size === 0 || rows.length === 0)
    refuse(
      who,
      `validationFraction of ${ids.length} examples must leave some on both sides`,
      share,
    );
  return { rows, held: Int32Array.from([...held].sort((a, b) => a - b)) };
}

/** Weighted share of the held-out rows whose raw prediction falls on their own side. */
export function binaryAccuracy(
  raw: Float64Array,
  {
    held,
    ids,
    weights,
    positive,
  }: {
    readonly held: Int32Array;
    readonly ids: Float64Array;
    readonly weights: Float64Array;
    readonly positive: number;
  },
): number {
  let right = 0;
  let total = 0;
  held.forEach((row, i) => {
    total += weights[row];
    if (raw[i] > 0 === (ids[row] === positive)) right += weights[row];
  });
  return total > 0 ? right / total : 0;
}

/**
 * (n, classes) probabilities from each binary problem's certainty of its own class, made to sum to 1;
 * where all are 0, all classes are equally likely.
 */
export function normalise(certainty: Float64Array, outputs: number): Float64Array {
  if (outputs === 1)
    return Float64Array.from({ length: 2 * certainty.length }, (_, i) =>
      i % 2 === 1 ? certainty[i >> 1] : 1 - certainty[i >> 1],
    );
  const result = certainty.slice();
  for (let start = 0; start < result.length; start += outputs) {
    const row = result.subarray(start, start + outputs);
    const total = row.reduce((sum, p) => sum + p, 0);
    for (let k = 0; k < outputs; k++) row[k] = total > 0 ? row[k] / total : 1 / outputs;
  }
  return result;
}
