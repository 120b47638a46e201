import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DataError } from "./dataError.js";
import type { Dataset } from "./dataset.js";
import { parseIdx } from "./idx.js";

/** Pixels of the digits are counts from 0 to 16. */
const MAX_PIXEL = 16;

function readIdx(name: string): ReturnType<typeof parseIdx> {
  // The build lays `data/digits/` beside the compiled file.
  const path = fileURLToPath(new URL(`./digits/${name}`, import.meta.url));
  return parseIdx(readFileSync(path), path);
}

/**
 * The 1,797 handwritten digits of 8 × 8 pixels that come with the library, scaled to [0, 1].
 * Source: UCI Machine Learning Repository, "Optical Recognition of Handwritten Digits"
 * (Alpaydin & Kaynak 1998, CC BY 4.0); provenance and checksums in `data/digits/`.
 * @example
 * ```ts
 * import { loadDigits } from "batchwise";
 *
 * const { n, shape, classes } = loadDigits();
 * console.log(n, shape, classes.length); // 1797 [ 8, 8, 1 ] 10
 * ```
 */
export function loadDigits(): Dataset {
  const images = readIdx("images.idx3-ubyte");
  const labels = readIdx("labels.idx1-ubyte");
  const [n, rows, cols] = images.shape;
  if (images.shape.length !== 3 || labels.shape.length !== 1 || labels.shape[0] !== n)
    throw new DataError(
      `digits: ${images.shape.join("×")} images and ${labels.shape.join("×")} labels disagree`,
    );
  return {
    x: Float32Array.from(images.values, (pixel) => pixel / MAX_PIXEL),
    y: Int32Array.from(labels.values),
    n,
    shape: [rows, cols, 1],
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
  };
}
