import { readFileSync } from "node:fs";
import { join } from "node:path";
import { augment, Rng } from "batchwise";
import { oneHot } from "batchwise/augment";
import { ROOT } from "./environment.mjs";
import { median } from "./statistics.mjs";
import { describeMachine, markdownTable } from "./table.mjs";

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(join(ROOT, "lib", "package.json"), "utf8"));

const BATCH = 128;
const WARM_UP = 20;
const CLASSES = 10;

const SHAPES = [
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

/** @type {Record<string, (channels: number) => readonly import("batchwise").AugmentSpec[]>} */
const CHAINS = {
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

/** Images a second of processor time, which other programs on the machine disturb less than the clock. */
function measure(shape, steps, seconds) {
  const rng = Rng.fromSeed(1);
  const size = shape.reduce((product, d) => product * d, 1);
  const x = Float32Array.from({ length: BATCH * size }, () => rng.uniform());
  const labels = Array.from({ length: BATCH }, (_, i) => i % CLASSES);
  const batch = { x, n: BATCH, shape, targets: oneHot(labels, CLASSES) };
  const run = () => augment(batch, { kind: "compose", steps }, rng);
  for (let i = 0; i < WARM_UP; i++) run();
  const before = process.cpuUsage();
  let images = 0;
  let spent = 0;
  while (spent < seconds) {
    run();
    images += BATCH;
    const { user, system } = process.cpuUsage(before);
    spent = (user + system) / 1e6;
  }
  return images / spent;
}

/**
 * The augmentation benchmark: images a second on one core, by the size of the image.
 * @param {{ filter: RegExp, rounds: number, seconds: number }} options
 */
export async function benchAugment({ filter, rounds, seconds }) {
  const all = SHAPES.flatMap((shape) =>
    Object.entries(CHAINS).map(([chain, steps]) => ({
      case: `${shape.join("×")} ${chain}`,
      chain,
      shape,
      steps: steps(shape[2]),
    })),
  );
  const cases = all.filter((c) => filter.test(c.case));
  if (cases.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a case, got none`);
  const rates = new Map(cases.map((c) => [c.case, /** @type {number[]} */ ([])]));
  for (let round = 0; round < rounds; round++)
    for (const c of cases) rates.get(c.case)?.push(measure(c.shape, c.steps, seconds));
  const rows = cases.map(({ case: name, chain, shape }) => ({
    case: name,
    subject: "Batchwise",
    shape,
    chain,
    imagesPerSecond: median(rates.get(name) ?? []),
  }));
  const chains = Object.keys(CHAINS).filter((chain) => rows.some((r) => r.chain === chain));
  const lines = SHAPES.flatMap((shape) => {
    const own = rows.filter((r) => r.shape === shape);
    if (own.length === 0) return [];
    const rate = (chain) => own.find((r) => r.chain === chain)?.imagesPerSecond;
    return [[shape.join("×"), ...chains.map((chain) => thousands(rate(chain)))]];
  });
  const table = markdownTable(["images", ...chains.map((chain) => `${chain}, images/s`)], lines);
  const intro = `Images a second of processor time on one thread, in batches of ${BATCH}; medians of ${rounds} rounds. "Moves" are rotation, scaling, shear and translation with one resampling; "every kind" adds both flips, crop, brightness, contrast, colour (three channels only), noise, cutout and mixup.`;
  return { rows, report: `${intro}\n${describeMachine({ batchwise: version }, 1)}\n\n${table}` };
}

/** @param {number | undefined} rate */
function thousands(rate) {
  return rate === undefined ? "–" : Math.round(rate).toLocaleString("en-US");
}
