import { refuse } from "../check.js";

/**
 * Fails where data have a real target in place of classes.
 * @param instead what does take a real target, as in "the squared error of the test part is compare's rmse"
 */
export function needClasses(
  who: string,
  { target }: { readonly target?: { readonly name: string } },
  instead = "train, trainMany and trainLayers take a real target",
): void {
  if (target)
    refuse(
      who,
      `data must have classes, for this is for classification; ${instead}`,
      `a real target, ${target.name}`,
    );
}
