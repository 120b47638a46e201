import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { type Dataset, type OptimizerSpec, type TrainConfig, train } from "batchwise";
import { openLearner } from "batchwise/dist/nn/training/train.js";

// What PyTorch and scikit-learn make of a real target; `test/fixtures/README.md` says how the files are made.

function read<T>(name: string): T {
  return JSON.parse(readFileSync(`test/fixtures/${name}.json`, "utf8"));
}

type Arrays = Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;

const problem = read<{
  readonly n: number;
  readonly steps: number;
  readonly x: readonly (readonly number[])[];
  readonly initial: Arrays;
  readonly epochs: readonly (readonly number[])[];
}>("optimizers/problem");

const torch = read<{
  readonly target: readonly number[];
  readonly cases: readonly {
    readonly name: string;
    readonly batchSize: number;
    readonly optimizer: OptimizerSpec;
    readonly losses: readonly number[];
    readonly final: Arrays;
  }[];
}>("optimizers/torchRegression");

const data: Dataset = {
  x: Float32Array.from(problem.x.flat()),
  y: new Int32Array(0),
  n: problem.n,
  shape: [problem.x[0].length],
  classes: [],
  target: { name: "value", values: Float32Array.from(torch.target), mean: 0, scale: 1 },
};
const splits = { train: data, valid: data };

/** The rows of each step: each epoch's order cut into batches, the rest as a smaller one. */
function batchRows(size: number): Int32Array[] {
  const starts = Array.from({ length: Math.ceil(problem.n / size) }, (_, i) => i * size);
  return problem.epochs
    .flatMap((order) => starts.map((start) => order.slice(start, start + size)))
    .slice(0, problem.steps)
    .map((rows) => Int32Array.from(rows));
}

/** The network has one output: the first of the problem's. */
const initial = [
  problem.initial["w1"].flat(),
  problem.initial["b1"].flat(),
  (problem.initial["w2"] as readonly (readonly number[])[]).map(([first]) => first),
  problem.initial["b2"].slice(0, 1).flat(),
].map((values) => Float32Array.from(values));

/** Largest difference, relative to the largest value. */
function difference(actual: ArrayLike<number>, expected: readonly number[]): number {
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]))) / size;
}

for (const engine of ["wasm", "tensorflow"] as const)
  suite(`torch on ${engine}`, () => {
    for (const { name, batchSize, optimizer, losses, final } of torch.cases)
      test(`${name}, batch size ${batchSize}`, async () => {
        const config: TrainConfig = {
          model: { kind: "mlp", hidden: [5] },
          optimizer,
          batchSize,
          budget: { steps: problem.steps },
          seed: 1,
        };
        const learner = await openLearner(splits, config, { engine, initialWeights: initial });
        const { learningRate } = optimizer;
        for (const [i, rows] of batchRows(batchSize).entries()) {
          const { loss } = learner.step(rows, { step: i + 1, learningRate, norm: false });
          const error = Math.abs(loss - losses[i]);
          assert.ok(error < 1e-5, `loss of step ${i + 1} is off by ${error}`);
        }
        const weights = learner.weights();
        learner.dispose();
        for (const [i, key] of ["w1", "b1", "w2", "b2"].entries()) {
          const error = difference(weights[i], final[key].flat());
          assert.ok(error < 1e-4, `${key} is off by ${error}`);
        }
      });
  });

const linear = read<{
  readonly x: readonly (readonly number[])[];
  readonly target: readonly number[];
  readonly cases: readonly {
    readonly alpha: number;
    readonly coef: readonly number[];
    readonly intercept: number;
    readonly meanSquaredError: number;
    readonly r2: number;
  }[];
}>("linear/leastSquares");

test("scikit-learn saw the same examples", () => {
  assert.deepEqual(linear.x, problem.x);
  assert.deepEqual(linear.target, torch.target);
});

for (const { alpha, coef, intercept, meanSquaredError, r2 } of linear.cases)
  test(`a linear model ends at scikit-learn's ${alpha > 0 ? `Ridge, alpha ${alpha}` : "LinearRegression"}`, async () => {
    // Ridge's Σ squares + α|w|² is, divided by n, the mean loss + (l2/2)|w|² of the engine with l2 = 2α/n.
    const { model } = await train(splits, {
      model: { kind: "linear" },
      optimizer: { kind: "nesterov", learningRate: 0.05, momentum: 0.9 },
      batchSize: "full",
      budget: { steps: 600 },
      evaluateEvery: { steps: 600 },
      l2: (2 * alpha) / data.n,
      seed: 1,
    });
    const [weights, bias] = model.weights.map(({ values }) => values);
    assert.ok(difference(weights, coef) < 1e-4, `${weights}, not ${coef}`);
    assert.ok(Math.abs(bias[0] - intercept) < 1e-4, `${bias[0]}, not ${intercept}`);
    const found = await model.evaluate(data);
    assert.ok(Math.abs(found.loss - meanSquaredError) < 1e-5);
    assert.ok(Math.abs((found.r2 ?? 0) - r2) < 1e-5);
  });
