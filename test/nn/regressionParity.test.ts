import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import {
  type Dataset,
  type ModelSpec,
  type OptimizerSpec,
  TrainedModel,
  train,
  trainLayers,
} from "batchwise";
import { initialModel } from "batchwise/analysis";
import { openLearner } from "batchwise/dist/nn/training/train.js";
import { config, parts } from "./regression.js";

// What PyTorch and scikit-learn make of real targets; `test/fixtures/README.md` says how the file is made.

type Arrays = Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;

interface Case {
  readonly model: "mlp" | "linear";
  readonly batchSize: number;
  readonly optimizer: OptimizerSpec;
  readonly losses: readonly number[];
  readonly final: Arrays;
}

interface Fixture {
  readonly y: readonly number[];
  readonly initial: Readonly<Record<Case["model"], Arrays>>;
  readonly cases: readonly Case[];
  readonly ends: readonly {
    readonly alpha: number;
    readonly coef: readonly number[];
    readonly intercept: number;
  }[];
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(`test/fixtures/${path}.json`, "utf8"));
}

const problem = read<{
  readonly n: number;
  readonly features: number;
  readonly hidden: number;
  readonly steps: number;
  readonly x: readonly (readonly number[])[];
  readonly epochs: readonly (readonly number[])[];
}>("optimizers/problem");
const { y, initial, cases, ends } = read<Fixture>("regression/torch");

const data: Dataset = {
  x: Float32Array.from(problem.x.flat()),
  y: new Int32Array(0),
  n: problem.n,
  shape: [problem.features],
  classes: [],
  target: { name: "value", values: Float32Array.from(y), mean: 0, scale: 1 },
};
const splits = { train: data, valid: data };

function batchRows(batchSize: number): Int32Array[] {
  const starts = Array.from({ length: Math.ceil(problem.n / batchSize) }, (_, i) => i * batchSize);
  return problem.epochs
    .flatMap((order) => starts.map((start) => order.slice(start, start + batchSize)))
    .slice(0, problem.steps)
    .map((rows) => Int32Array.from(rows));
}

/** Largest difference, relative to the largest value. */
function difference(actual: ArrayLike<number>, expected: readonly number[]): number {
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]))) / size;
}

const specs: Readonly<Record<Case["model"], ModelSpec>> = {
  mlp: { kind: "mlp", hidden: [problem.hidden], activation: "tanh" },
  linear: { kind: "linear" },
};

for (const engine of ["wasm", "tensorflow"] as const)
  suite(`PyTorch on ${engine}`, () => {
    for (const { model, batchSize, optimizer, losses, final } of cases)
      test(`${model}, ${optimizer.kind}, batch size ${batchSize}`, async () => {
        const spec = specs[model];
        const names = Object.keys(initial[model]);
        const steps = { ...config, model: spec, optimizer, batchSize };
        const learner = await openLearner(splits, steps, {
          engine,
          initialWeights: names.map((name) => Float32Array.from(initial[model][name].flat())),
        });
        const { learningRate } = optimizer;
        batchRows(batchSize).forEach((rows, i) => {
          const { loss } = learner.step(rows, { step: i + 1, learningRate, norm: false });
          const error = Math.abs(loss - losses[i]);
          assert.ok(error < 1e-5, `loss of step ${i + 1} is off by ${error}`);
        });
        const weights = learner.weights();
        names.forEach((name, i) => {
          const error = difference(weights[i], final[name].flat());
          assert.ok(error < 1e-4, `${name} is off by ${error}`);
        });
        const trained = new TrainedModel({
          ...{ spec, loss: "meanSquaredError", shape: data.shape, classes: [] },
          target: { name: "value", mean: 0, scale: 1 },
          weights: learner.named(weights),
        });
        learner.dispose();
        const error = difference(await trained.values(data.x), final["outputs"].flat());
        assert.ok(error < 1e-4, `outputs are off by ${error}`);
      });
  });

suite("scikit-learn", () => {
  // Ridge minimises Σ(xw + b − y)² + α Σw²; ours is the first sum ÷ n, and ½ l2 Σw².
  for (const { alpha, coef, intercept } of ends)
    test(`a linear model ends at Ridge's, α = ${alpha}`, async () => {
      const { model } = await train(splits, {
        model: { kind: "linear" },
        optimizer: { kind: "momentum", learningRate: 0.05, momentum: 0.9 },
        batchSize: "full",
        budget: { steps: 3000 },
        evaluateEvery: { steps: 3000 },
        seed: 1,
        l2: (2 * alpha) / problem.n,
      });
      const [weights, bias] = model.weights.map(({ values }) => values);
      const error = difference([...weights, ...bias], [...coef, intercept]);
      assert.ok(error < 1e-5, `off by ${error}`);
    });
});

suite("trainLayers", () => {
  const optimizers: readonly OptimizerSpec[] = [
    { kind: "sgd", learningRate: 0.1 },
    { kind: "momentum", learningRate: 0.02 },
    { kind: "adam", learningRate: 0.01 },
  ];
  for (const optimizer of optimizers)
    test(`follows train with ${optimizer.kind}`, async () => {
      const tried = { ...config, optimizer, clipNorm: 0.5, l2: 0.01, warmup: { steps: 4 } };
      const layers = await initialModel(parts.train, tried).toLayersModel();
      const { model: _, ...rest } = tried;
      const run = await trainLayers(layers, parts, rest);
      const own = await train(parts, tried);
      assert.equal(run.history.length, own.history.length);
      for (const [i, row] of run.history.entries())
        for (const key of ["trainLoss", "validLoss", "gradientNorm"] as const) {
          const [actual, expected] = [row[key] ?? 0, own.history[i][key] ?? 0];
          assert.ok(Math.abs(actual - expected) < 2e-5, `row ${i} ${key}: ${actual}, ${expected}`);
        }
      layers.dispose();
    });
});
