import { checkDataset, type Dataset, featuresOf } from "../../data/dataset.js";
import { leadingComponents } from "../pca.js";
import { withFeatures } from "../transform.js";
import { type TsneOptions, tsne } from "./tsne.js";

/** Components that wide data are first reduced to, as by van der Maaten & Hinton (2008), section 4.2. */
const COMPONENTS = 30;

/**
 * The data with their two t-SNE coordinates for features; data of more than 30 features are first reduced to
 * that many principal components, or as many as they vary in. t-SNE cannot place new examples, so all that are to be compared have to be
 * here, those of the test too: no label is used, but what is learned from the coordinates is transductive.
 */
export async function tsneFeatures(data: Dataset, options: TsneOptions = {}): Promise<Dataset> {
  const reduced =
    featuresOf(data) > COMPONENTS
      ? leadingComponents(
          checkDataset("tsneFeatures", data, { target: true }),
          COMPONENTS,
        ).transform(data)
      : data;
  const { points } = await tsne(reduced, options);
  return withFeatures(data, Float32Array.from(points), 2);
}
