import { refuse } from "../check.js";
import type { Rng } from "../random.js";
import { checkDataset, type Dataset, featuresOf } from "./dataset.js";

/**
 * The data with features appended that tell nothing: `copies` times every feature with its values shuffled
 * over the examples. Such probes look like the real features one by one, but are independent of the label
 * and of each other (as in the NIPS 2003 feature selection challenge, Guyon et al. 2004).
 * @returns (n, (1 + copies) · features), the real features first
 */
export function withProbes(
  data: Dataset,
  { copies, rng }: { readonly copies: number; readonly rng: Rng },
): Dataset {
  checkDataset("withProbes", data, { target: true });
  if (!Number.isSafeInteger(copies) || copies < 0)
    refuse("withProbes", "copies must be an integer from 0", copies);
  const { n } = data;
  const features = featuresOf(data);
  const wide = features * (1 + copies);
  const x = new Float32Array(n * wide);
  for (let j = 0; j < wide; j++) {
    const from = j % features;
    const order = j < features ? undefined : rng.fork(j).permutation(n);
    for (let i = 0; i < n; i++)
      x[i * wide + j] = data.x[(order === undefined ? i : order[i]) * features + from];
  }
  const { mean, scale } = data.scaling ?? {};
  const repeat = (values: readonly number[]): number[] =>
    Array.from({ length: wide }, (_, j) => values[j % features]);
  const scaling = mean && scale && { mean: repeat(mean), scale: repeat(scale) };
  const { y, classes, target } = data;
  return {
    x,
    y,
    n,
    shape: [wide],
    classes,
    ...(target && { target }),
    ...(scaling && { scaling }),
  };
}
