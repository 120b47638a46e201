import { augment } from "../../augment/augment.js";
import { oneHot } from "../../augment/imageBatch.js";
import type { AugmentSpec } from "../../augment/spec.js";
import type { Dataset } from "../../data/dataset.js";
import type { Images } from "../../plot/imageGrid.js";
import type { Rng } from "../../random.js";

/** The images as they are and under each augmentation, as rows for `imageGrid`. */
export function augmentedRows(
  data: Dataset,
  specs: Readonly<Record<string, AugmentSpec>>,
  rng: Rng,
): { readonly name: string; readonly images: Images }[] {
  const targets = data.target?.values ?? oneHot(data.y, data.classes.length);
  const batch = { ...data, targets };
  return [
    { name: "as they are", images: data },
    ...Object.entries(specs).map(([name, spec]) => ({
      name,
      images: augment(batch, spec, rng.fork(name)),
    })),
  ];
}
