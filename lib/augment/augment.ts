import { unreachable } from "../check.js";
import type { Rng } from "../random.js";
import { move } from "./affine.js";
import { changesLight } from "./checkAugmentable.js";
import { checkAugmentSpec } from "./checkSpec.js";
import { colour } from "./colour.js";
import { crop, cutout } from "./cut.js";
import { thin } from "./draw.js";
import { type ImageBatch, type Work, workOn } from "./imageBatch.js";
import { brightness, checkPixels, contrast } from "./light.js";
import { mixup } from "./mixup.js";
import { noise } from "./noise.js";
import type { AugmentSpec, MoveSpec } from "./spec.js";

function isMove(spec: AugmentSpec): spec is MoveSpec {
  return ["rotate", "translate", "scale", "shear", "flip"].includes(spec.kind);
}

/** Applies the steps in order to the active images; neighbouring movements as one. */
function applyAll(work: Work, steps: readonly AugmentSpec[], active: Uint8Array, rng: Rng): void {
  let moves: MoveSpec[] = [];
  const flush = (): void => {
    if (moves.length > 0) move(work, moves, active, rng);
    moves = [];
  };
  for (const step of steps) {
    if (isMove(step)) {
      moves.push(step);
      continue;
    }
    flush();
    apply(work, step, active, rng);
  }
  flush();
}

function apply(
  work: Work,
  spec: Exclude<AugmentSpec, MoveSpec>,
  active: Uint8Array,
  rng: Rng,
): void {
  const chosen = thin(active, spec.probability ?? 1, rng);
  switch (spec.kind) {
    case "crop":
      crop(work, spec, chosen, rng);
      break;
    case "brightness":
      brightness(work, spec, chosen, rng);
      break;
    case "contrast":
      contrast(work, spec, chosen, rng);
      break;
    case "colour":
      colour(work, spec, chosen, rng);
      break;
    case "noise":
      noise(work, spec, chosen, rng);
      break;
    case "cutout":
      cutout(work, spec, chosen, rng);
      break;
    case "mixup":
      mixup(work, spec, chosen, rng);
      break;
    case "compose":
      applyAll(work, spec.steps, chosen, rng);
      break;
    default:
      unreachable(spec);
  }
}

/**
 * The batch with every image changed at random as `spec` says; the given batch stays as it is.
 * The same batch, spec and state of `rng` give the same result.
 *
 * Images are [rows, cols, channels] with pixels in [0, 1]; what comes in from outside an image is 0.
 * @example
 * ```ts
 * import { augment, loadDigits, Rng, take } from "batchwise";
 *
 * const digits = take(loadDigits(), [0, 1, 2]);
 * const moved = augment(digits, { kind: "translate", cols: 2 }, Rng.fromSeed(0));
 * console.log(moved.n, moved.shape); // 3 [ 8, 8, 1 ]
 * console.log(moved.x.some((pixel, i) => pixel !== digits.x[i])); // true
 * ```
 */
export function augment(batch: ImageBatch, spec: AugmentSpec, rng: Rng): ImageBatch {
  checkAugmentSpec(spec);
  const work = workOn(batch);
  if (changesLight(spec)) checkPixels(work);
  applyAll(work, [spec], new Uint8Array(work.n).fill(1), rng);
  const { x, n, targets } = work;
  return { x, n, shape: batch.shape, ...(targets && { targets }) };
}
