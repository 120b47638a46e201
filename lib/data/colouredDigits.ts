import { refuse } from "../check.js";
import type { Rng } from "../random.js";
import { checkDataset, type Dataset } from "./dataset.js";

/** The least distance between foreground and background in the unit cube of red, green and blue. */
const LEAST_DISTANCE = 0.5;

const colour = (rng: Rng): number[] => [rng.uniform(), rng.uniform(), rng.uniform()];

/** Two colours that can be told apart, uniform on such pairs. */
function colours(rng: Rng): readonly [ground: number[], ink: number[]] {
  for (;;) {
    const ground = colour(rng);
    const ink = colour(rng);
    if (Math.hypot(...ground.map((value, k) => value - ink[k])) >= LEAST_DISTANCE)
      return [ground, ink];
  }
}

/**
 * The same images as [rows, cols, 3], each in its own random ink on its own random ground: a pixel of grey
 * value p becomes ground + p · (ink − ground). The colours say nothing about the class.
 * @param data images of one channel with pixels in [0, 1], such as `loadDigits()`
 */
export function colouredDigits(data: Dataset, rng: Rng): Dataset {
  checkDataset("colouredDigits", data);
  const [rows, cols, channels] = data.shape;
  if (data.shape.length !== 3 || channels !== 1)
    refuse("colouredDigits", "data must be images of shape [rows, cols, 1]", data.shape.join("×"));
  const pixels = rows * cols;
  const x = new Float32Array(data.n * pixels * 3);
  for (let i = 0; i < data.n; i++) {
    const [ground, ink] = colours(rng);
    for (let p = i * pixels; p < (i + 1) * pixels; p++)
      for (let k = 0; k < 3; k++) x[3 * p + k] = ground[k] + data.x[p] * (ink[k] - ground[k]);
  }
  return { x, y: data.y, n: data.n, shape: [rows, cols, 3], classes: data.classes };
}
