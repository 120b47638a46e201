import { refuse } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { checkPixels } from "./light.js";
import { original } from "./original.js";
import type { AugmentSpec } from "./spec.js";

const LIGHT: readonly AugmentSpec["kind"][] = ["brightness", "contrast", "colour", "noise"];

/** Whether a step of the spec is of one of the kinds. */
export function contains(spec: AugmentSpec, kinds: readonly AugmentSpec["kind"][]): boolean {
  if (spec.kind === "compose") return spec.steps.some((step) => contains(step, kinds));
  return kinds.includes(spec.kind);
}

/** Whether it needs pixels from 0 to 1. */
export function changesLight(spec: AugmentSpec): boolean {
  return contains(spec, LIGHT);
}

/** Refuses data that a valid spec cannot be applied to. */
export function checkAugmentable(
  who: string,
  path: string,
  spec: AugmentSpec,
  data: Dataset,
): void {
  const { shape, n } = data;
  if (shape.length !== 3)
    refuse(who, `${path} needs examples of shape [rows, cols, channels]`, shape.join("×"));
  if (shape[2] !== 3 && contains(spec, ["colour"]))
    refuse(who, `${path} of kind "colour" needs images of 3 channels`, shape[2]);
  const size = data.x.length / n;
  if (changesLight(spec)) checkPixels({ x: original(data), size }, `${who}: ${path}`);
}
