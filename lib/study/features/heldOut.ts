import type { Dataset, Splits } from "../../data/dataset.js";

/** What was not trained on, where nothing is chosen by it: `valid` and then `test`, as one data set. */
export function heldOut({ valid, test }: Pick<Splits, "valid" | "test">): Dataset {
  return {
    x: Float32Array.from([...valid.x, ...test.x]),
    y: Int32Array.from([...valid.y, ...test.y]),
    n: valid.n + test.n,
    shape: valid.shape,
    classes: valid.classes,
    ...(valid.scaling && { scaling: valid.scaling }),
  };
}
