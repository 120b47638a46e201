import { writeFileSync } from "node:fs";
import { Rng } from "batchwise";
import { madeOnce } from "../readers/madeOnce.mjs";

/** The features that the class depends on, at most. */
const TELLING = 16;
/** Scale of the last feature beside that of the first: no solver is done after a few iterations. */
const LEAST_SCALE = 0.05;

/**
 * Data of logistic regression: n × features float64, then n class ids of int32, little-endian.
 * @param {{ n: number, features: number, classes: number }} sizes
 */
export function linearFile({ n, features, classes }) {
  return madeOnce(`growth-${n}x${features}x${classes}.bin`, (path) => {
    const rng = Rng.fromSeed(0).fork("growth");
    const telling = Math.min(TELLING, features);
    const weights = Float64Array.from({ length: classes * telling }, () => rng.normal());
    const scales = Float64Array.from({ length: features }, (_, j) => LEAST_SCALE ** (j / features));
    const x = new Float64Array(n * features);
    const y = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const row = x.subarray(i * features, (i + 1) * features);
      for (let j = 0; j < features; j++) row[j] = scales[j] * rng.normal();
      let best = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < classes; k++) {
        let score = rng.normal();
        for (let j = 0; j < telling; j++) score += weights[k * telling + j] * row[j];
        if (score > best) [best, y[i]] = [score, k];
      }
    }
    writeFileSync(path, Buffer.concat([Buffer.from(x.buffer), Buffer.from(y.buffer)]));
  });
}
