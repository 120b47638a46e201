/** Answers of every kind, with invented numbers. */
import type { Advice, Plan } from "batchwise/advise";

const speed = [2, 8, 32, 128, 512].map((batchSize) => ({
  batchSize,
  microsPerStep: 4 + 0.2 * batchSize,
  low: batchSize === 2 ? 0 : 3 + 0.2 * batchSize,
  high: 5.5 + 0.2 * batchSize,
}));
const rates = [0.001, 0.002, 0.004, 0.008];
const lossAt = (size: number, rate: number): number =>
  0.3 + 0.1 * Math.log2(rate / (0.0005 * Math.sqrt(size))) ** 2;
const tried = [8, 32, 128].flatMap((batchSize) =>
  rates.flatMap((learningRate) =>
    (batchSize === 32 ? [333, 1000, 3000] : [1000, 3000]).map((steps) => ({
      batchSize,
      learningRate,
      steps,
      trainings: steps === 3000 ? 3 : 1,
      validLoss: steps === 333 && learningRate === 0.008 ? null : lossAt(batchSize, learningRate),
    })),
  ),
);
const sizes = [8, 32, 128].map((batchSize, i) => ({
  batchSize,
  learningRate: rates[i] ?? 0,
  validLoss: lossAt(batchSize, rates[i] ?? 0),
  validMetric: 91.25 + i,
  stepsToTarget: batchSize === 128 ? null : 1234 / (i + 1),
  secondsToTarget: batchSize === 128 ? null : 0.0321 * (i + 1),
  cost: 0.0321 * (i + 1),
  inside: batchSize !== 128,
}));
const contrast = { pairs: 14, level: 0.985, overlap: 1 / 6 };

export const settled: Advice = {
  status: "settled",
  problem: "classification",
  metric: "accuracy",
  label: null,
  batchSize: 8,
  learningRate: 0.001,
  learningRateInterval: [0.0007, 0.0014],
  equivalent: [8, 32],
  contrasts: [
    { ...contrast, batchSize: 32, against: 8, estimate: 0.1234, low: -0.3, high: 0.45 },
    { ...contrast, batchSize: 32, against: 128, estimate: 1.2345, low: 0.71, high: 1.83 },
  ],
  speed,
  criticalBatch: { estimate: 45, low: 20, high: 110 },
  baseline: 62.74,
  test: { metric: "accuracy", value: 93.21 },
  seconds: 5.43,
  trainings: 131,
  notes: ["one column is constant", "each training lasted at most 60 epochs"],
  margin: 0.5,
  optimizer: "adam",
  command: null,
  sizes,
  tried,
  keeping: { batchSize: 32, learningRate: 0.01, cost: { estimate: 2.3, low: 1.1, high: 3.6 } },
  memory: { fixed: 150_000, perExample: 700, limit: null },
  speedFit: { perStep: 4, perExample: 0.2, flatFrom: 128 },
  noiseScale: { estimate: 930, low: 630, high: 1400, early: 700, late: 1200 },
  settle: null,
  neededSeconds: null,
  planned: [
    { stage: "learning rates, a ninth of the length", trainings: 9, steps: 333, seconds: 0.11 },
    { stage: "confirmation, at most", trainings: 60, steps: 3000, seconds: 3.4 },
  ],
};

const ended = {
  ...settled,
  contrasts: [],
  equivalent: [],
  keeping: null,
  test: null,
  criticalBatch: null,
} satisfies Advice;
const first = tried.filter(({ batchSize }) => batchSize === 32);

export const advices: Readonly<Record<string, Advice>> = {
  settled,
  notSettled: {
    ...settled,
    status: "notSettled",
    equivalent: [],
    settle: { against: [8], pairs: 30, minutes: 0.2 },
  },
  "never settled": {
    ...settled,
    status: "notSettled",
    settle: { against: [8, 128], pairs: null, minutes: null },
  },
  "ended before the comparison": { ...ended, status: "notSettled" },
  "ended before other sizes": { ...ended, status: "notSettled", sizes: [], tried: first },
  noSignal: { ...ended, status: "noSignal", sizes: [], tried: first, noiseScale: null },
  untested: {
    ...ended,
    status: "untested",
    learningRateInterval: null,
    sizes: [],
    tried: [],
    noiseScale: null,
    trainings: 0,
    neededSeconds: 7,
  },
  "every rate diverged": {
    ...ended,
    status: "untested",
    learningRateInterval: null,
    sizes: [],
    tried: first.map((row) => ({ ...row, validLoss: null })),
    noiseScale: null,
  },
  "of a program": {
    ...settled,
    baseline: null,
    test: null,
    noiseScale: null,
    memory: null,
    command: "python train.py --batch-size 8 --lr 0.001",
  },
  regression: {
    ...settled,
    problem: "regression",
    metric: "rmse",
    label: { name: "price", deviation: 250 },
    baseline: 100,
    test: { metric: "rmse", value: 41.5 },
    sizes: sizes.map((size) => ({ ...size, validMetric: size.validMetric / 2 })),
  },
};

export const plan: Plan = {
  version: 1,
  request: {
    subject: { data: "0", model: { kind: "mlp", hidden: [64] }, prepare: "standardized" },
    optimizer: "adam",
    metric: "accuracy",
    current: 32,
    currentRate: null,
    memory: null,
    sizes: null,
    seed: 0,
    budget: { seconds: 60 },
  },
  design: { rates: 9, rateSeeds: 3, sizes: 5, sizeSeeds: 2, looks: [8, 14, 20] },
  length: { epochs: 60, steps: 3000 },
  speed,
  memory: null,
  smallest: 1,
  largest: 512,
  pace: 0,
  stages: settled.planned,
  trainings: 69,
  seconds: 3.5,
  fits: true,
};
