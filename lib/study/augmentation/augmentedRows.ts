import { augment } from "../../augment/augment.js";
import type { AugmentSpec } from "../../augment/spec.js";
import type { Dataset } from "../../data/dataset.js";
import { targetsOf } from "../../nn/model/targets.js";
import type { Images } from "../../plot/imageGrid.js";
import type { Rng } from "../../random.js";

/** The images as they are and under each augmentation, as rows for `imageGrid`. */
export function augmentedRows(
  data: Dataset,
  specs: Readonly<Record<string, AugmentSpec>>,
  rng: Rng,
): { readonly name: string; readonly images: Images }[] {
  const batch = { ...data, targets: targetsOf(data) };
  return [
    { name: "as they are", images: data },
    ...Object.entries(specs).map(([name, spec]) => ({
      name,
      images: augment(batch, spec, rng.fork(name)),
    })),
  ];
}
