import { refuse } from "../check.js";

/**
 * The largest difference that any coefficient shows between the models, relative to the largest absolute
 * coefficient of them all. 0 means that the models are the same to the last bit.
 */
export function coefficientChange(
  models: readonly { readonly coef: { readonly values: ArrayLike<number> } }[],
): number {
  return largestChange(
    "coefficientChange",
    models.map(({ coef }) => coef.values),
  );
}

/** The same for models that are given as lists of arrays, one list for each model. */
export function relativeChange(models: readonly (readonly ArrayLike<number>[])[]): number {
  return largestChange(
    "relativeChange",
    models.map((arrays) => arrays.flatMap((array) => Array.from(array))),
  );
}

function largestChange(who: string, all: readonly ArrayLike<number>[]): number {
  if (all.length < 2) refuse(who, "models must hold at least 2 models", all.length);
  if (all.some(({ length }) => length !== all[0].length))
    refuse(
      who,
      "models must have equally many coefficients",
      all.map(({ length }) => length).join(", "),
    );
  let change = 0;
  let largest = 0;
  for (let j = 0; j < all[0].length; j++) {
    const values = all.map((coef) => coef[j]);
    change = Math.max(change, Math.max(...values) - Math.min(...values));
    largest = Math.max(largest, ...values.map(Math.abs));
  }
  return largest === 0 ? 0 : change / largest;
}
