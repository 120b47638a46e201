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
