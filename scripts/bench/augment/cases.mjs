/** Images in a batch. */
export const BATCH = 128;

/** Sizes of images: rows, columns, channels. */
export const SHAPES = [
  [8, 8, 1],
  [28, 28, 1],
  [8, 8, 3],
  [32, 32, 3],
];

/** @param {number} low @param {number} high @returns {[number, number]} */
const range = (low, high) => [low, high];

/** @type {readonly import("batchwise").AugmentSpec[]} one movement with one resampling */
const MOVES = [
  { kind: "rotate", degrees: 15 },
  { kind: "scale", factor: range(0.9, 1.1) },
  { kind: "shear", degrees: 10 },
  { kind: "translate", rows: 1, cols: 1 },
];

/** @type {readonly import("batchwise").AugmentSpec[]} */
const COLOUR = [{ kind: "colour", hue: 20, saturation: range(0.7, 1.3) }];

/**
 * The changes of a chain in Batchwise's form, by the number of channels. The other subjects read their sizes from it.
 * @type {Record<string, (channels: number) => readonly import("batchwise").AugmentSpec[]>}
 */
export const CHAINS = {
  moves: () => MOVES,
  "every kind": (channels) => [
    { kind: "flip", axis: "horizontal", probability: 0.5 },
    { kind: "flip", axis: "vertical", probability: 0.5 },
    ...MOVES,
    { kind: "crop", padding: 1 },
    { kind: "brightness", factor: range(0.8, 1.2) },
    { kind: "contrast", factor: range(0.8, 1.2) },
    ...(channels === 3 ? COLOUR : []),
    { kind: "noise", standardDeviation: 0.05 },
    { kind: "cutout", size: 3 },
    { kind: "mixup", alpha: 0.2 },
  ],
};

/**
 * What is measured: every chain on every size of image.
 * @param {RegExp} filter of the names of cases
 */
export function augmentCases(filter) {
  const all = SHAPES.flatMap((shape) =>
    Object.entries(CHAINS).map(([chain, changes]) => ({
      case: `${shape.join("×")} ${chain}`,
      chain,
      shape,
      batch: BATCH,
      changes: changes(shape[2]),
    })),
  );
  return all.filter((c) => filter.test(c.case));
}
