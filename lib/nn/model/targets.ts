import type { Dataset } from "../../data/dataset.js";

/** What the outputs of a model are to be (n, outputs): probabilities of the classes, or the real target. */
export function targetsOf(
  { y, classes, target }: Pick<Dataset, "y" | "classes" | "target">,
  smoothing = 0,
): Float32Array {
  return target ? target.values : oneHot(y, classes.length, smoothing);
}

/**
 * Target probabilities (n, classes) of labels: 1 at the label. With smoothing s, s is spread evenly
 * over all classes and 1 − s stays at the label (Szegedy et al. 2016).
 */
export function oneHot(labels: Int32Array, classes: number, smoothing = 0): Float32Array {
  const targets = new Float32Array(labels.length * classes).fill(smoothing / classes);
  labels.forEach((label, i) => {
    targets[i * classes + label] += 1 - smoothing;
  });
  return targets;
}
