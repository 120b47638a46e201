import { unreachable } from "../check.js";
import type { Rng } from "../random.js";
import { draw, thin } from "./draw.js";
import type { Work } from "./imageBatch.js";
import type { MoveSpec } from "./spec.js";
import { type Affine, warp } from "./warp.js";

const IDENTITY: Affine = [1, 0, 0, 1, 0, 0];

/** Sine and cosine of an angle in degrees, exact at multiples of 90. */
function sineCosine(degrees: number): readonly [sine: number, cosine: number] {
  const quarter = degrees / 90;
  if (Number.isInteger(quarter)) {
    const at = ((quarter % 4) + 4) % 4;
    return [[0, 1, 0, -1][at], [1, 0, -1, 0][at]];
  }
  const radians = (degrees * Math.PI) / 180;
  return [Math.sin(radians), Math.cos(radians)];
}

/**
 * The inverse of one drawn movement: from a place in the result to its place in the image before,
 * both as (row, col) relative to the centre.
 */
function drawInverse(spec: MoveSpec, rng: Rng): Affine {
  switch (spec.kind) {
    case "rotate": {
      const [s, c] = sineCosine(draw(spec.degrees, rng));
      return [c, s, -s, c, 0, 0];
    }
    case "translate":
      return [1, 0, 0, 1, -draw(spec.rows ?? 0, rng), -draw(spec.cols ?? 0, rng)];
    case "scale": {
      const f = 1 / draw(spec.factor, rng);
      return [f, 0, 0, f, 0, 0];
    }
    case "shear":
      return [1, 0, -Math.tan((draw(spec.degrees, rng) * Math.PI) / 180), 1, 0, 0];
    case "flip":
      return spec.axis === "horizontal" ? [1, 0, 0, -1, 0, 0] : [-1, 0, 0, 1, 0, 0];
    default:
      return unreachable(spec);
  }
}

/** First `second`, then `first`: the map p → first(second(p)). */
function after(first: Affine, second: Affine): Affine {
  const [a, b, c, d, row, col] = first;
  const [e, f, g, h, i, j] = second;
  return [
    a * e + b * g,
    a * f + b * h,
    c * e + d * g,
    c * f + d * h,
    a * i + b * j + row,
    c * i + d * j + col,
  ];
}

/** Moves every active image by the steps' combined map, with one resampling. */
export function move(work: Work, steps: readonly MoveSpec[], active: Uint8Array, rng: Rng): void {
  const chosen = steps.map((step) => thin(active, step.probability ?? 1, rng));
  for (let i = 0; i < work.n; i++) {
    let inverse = IDENTITY;
    for (let s = 0; s < steps.length; s++)
      if (chosen[s][i]) inverse = after(inverse, drawInverse(steps[s], rng));
    if (inverse !== IDENTITY) warp(work, i, inverse);
  }
}
