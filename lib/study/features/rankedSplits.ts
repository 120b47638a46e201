import { type Dataset, featuresOf, type Splits } from "../../data/dataset.js";
import { centredSplits } from "../../experiment/preparation.js";
import { pca } from "../../features/pca.js";
import { selectByMutualInformation } from "../../features/select.js";

/** A way to put features in order: by what each tells about the label, or new ones by their variance. */
export type Ranking = "mutual information" | "PCA";

/**
 * The division of the data by a seed, with the `most` first features in falling order of worth, as learned
 * from `train`. All numbers of features can be had from it by `firstFeatures`, without learning again.
 */
export function rankedSplits(
  data: Dataset,
  {
    seed,
    ranking,
    most,
  }: { readonly seed: number; readonly ranking: Ranking; readonly most: number },
): Splits {
  const splits = centredSplits(data, seed);
  if (ranking === "PCA")
    return mapParts(splits, pca({ components: most }).fit(splits.train).transform);
  const { scores } = selectByMutualInformation({ features: 1 }).fit(splits.train).state;
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b).slice(0, most);
  return mapParts(splits, (part) => columnsOf(part, order));
}

/** The same division with the first `count` features only. */
export function firstFeatures(splits: Splits, count: number): Splits {
  const columns = Array.from({ length: count }, (_, j) => j);
  return mapParts(splits, (part) => columnsOf(part, columns));
}

function mapParts({ train, valid, test }: Splits, change: (part: Dataset) => Dataset): Splits {
  return { train: change(train), valid: change(valid), test: change(test) };
}

function columnsOf(data: Dataset, columns: readonly number[]): Dataset {
  const features = featuresOf(data);
  const x = new Float32Array(data.n * columns.length);
  for (let i = 0, at = 0; i < data.n; i++)
    for (const column of columns) x[at++] = data.x[i * features + column];
  const { y, n, classes, target } = data;
  return { x, y, n, shape: [columns.length], classes, ...(target && { target }) };
}
