import { refuse, show } from "../../check.js";
import type { Label } from "./labels.js";
import type { NumberArray } from "./matrix.js";

/** One weight ≥ 0 for each example: weight 2 counts as the example given twice. */
export type SampleWeight = readonly number[] | NumberArray;

/** A weight for each class, 1 where none is given; `"balanced"` gives every class the same total. */
export type ClassWeight =
  | "balanced"
  | Readonly<Record<string, number>>
  | ReadonlyMap<Label, number>;

/** (n,) the sample weights, checked; ones where there are none. */
export function sampleWeights(
  who: string,
  sampleWeight: SampleWeight | undefined,
  n: number,
): Float64Array {
  if (sampleWeight === undefined) return new Float64Array(n).fill(1);
  if (sampleWeight.length !== n)
    refuse(who, `sampleWeight must hold one weight for each of the ${n} rows`, sampleWeight.length);
  const weights = Float64Array.from(sampleWeight);
  for (let i = 0; i < n; i++)
    if (!(weights[i] >= 0 && weights[i] < Number.POSITIVE_INFINITY))
      refuse(who, `sampleWeight ${i} must be a finite number ≥ 0`, sampleWeight[i]);
  if (!weights.some((w) => w > 0)) refuse(who, "sampleWeight must not be all zero", 0);
  return weights;
}

/**
 * The weight of each class. "Balanced" is n / (K · count), with weights counted as repetitions.
 * @param ids (n,) class of each example
 * @param weights (n,) sample weights
 */
export function classWeights(
  who: string,
  classWeight: ClassWeight | undefined,
  classes: readonly Label[],
  ids: Float64Array,
  weights: Float64Array,
): Float64Array {
  const result = new Float64Array(classes.length).fill(1);
  if (classWeight === undefined) return result;
  if (classWeight === "balanced") {
    const counts = new Float64Array(classes.length);
    let total = 0;
    for (let i = 0; i < ids.length; i++) {
      counts[ids[i]] += weights[i];
      total += weights[i];
    }
    return result.map((_, k) => (counts[k] > 0 ? total / (classes.length * counts[k]) : 0));
  }
  if (typeof classWeight !== "object" || classWeight === null)
    refuse(
      who,
      'classWeight must be "balanced", an object or a Map from class to weight',
      classWeight,
    );
  const given =
    classWeight instanceof Map ? classWeight : new Map<Label, number>(Object.entries(classWeight));
  const names = new Map<unknown, number>();
  classes.forEach((label, k) => {
    names.set(label, k);
    if (!(classWeight instanceof Map)) names.set(String(label), k);
  });
  for (const [label, weight] of given) {
    const k = names.get(label);
    if (k === undefined)
      refuse(who, `classWeight must name the classes ${classes.map(show).join(", ")}`, label);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      refuse(who, `classWeight of ${show(label)} must be a finite number ≥ 0`, weight);
    result[k] = weight;
  }
  return result;
}
