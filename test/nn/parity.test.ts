import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import type { BatchNormSpec, Dataset, OptimizerSpec, TrainConfig } from "batchwise";
import { TrainedModel } from "batchwise";
import { openLearner } from "batchwise/dist/nn/training/train.js";
import type { Activation } from "batchwise/nn";

// What PyTorch and Keras make of the same weights and batches; `test/fixtures/README.md` says how the files are made.

interface Problem {
  readonly n: number;
  readonly features: number;
  readonly hidden: number;
  readonly classes: number;
  readonly steps: number;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly initial: Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;
  readonly epochs: readonly (readonly number[])[];
}

interface Case {
  readonly name: string;
  readonly batchSize: number;
  readonly optimizer: OptimizerSpec;
  readonly activation: Activation | "geluTanh";
  readonly loss: "crossEntropy" | "meanSquaredError";
  readonly labelSmoothing?: number;
  readonly l2?: number;
  readonly decayed?: "all" | "weights";
  readonly clipNorm?: number | null;
  readonly batchNorm?: boolean;
  readonly losses: readonly number[];
  readonly final: Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(`test/fixtures/optimizers/${name}.json`, "utf8"));
}

const problem = read<Problem>("problem");

const data: Dataset = {
  x: Float32Array.from(problem.x.flat()),
  y: Int32Array.from(problem.y),
  n: problem.n,
  shape: [problem.features],
  classes: ["a", "b", "c"],
};

/** The rows of each step: each epoch's order cut into batches, the rest as a smaller one. */
function batchRows(batchSize: number): Int32Array[] {
  const starts = Array.from({ length: Math.ceil(problem.n / batchSize) }, (_, i) => i * batchSize);
  return problem.epochs
    .flatMap((order) => starts.map((start) => order.slice(start, start + batchSize)))
    .slice(0, problem.steps)
    .map((rows) => Int32Array.from(rows));
}

/** The engine decays all parameters by `weightDecay` and only weights by `l2`; its GELU is the exact one. */
function supported({ activation, l2 = 0, optimizer, decayed = "all" }: Case): boolean {
  if (activation === "geluTanh") return false;
  if (l2 > 0) return decayed === "weights";
  return !(optimizer.kind === "adamw" && decayed === "weights");
}

function configOf(c: Case): TrainConfig {
  const batchNorm: BatchNormSpec = {};
  const activation = c.activation === "geluTanh" ? "gelu" : c.activation;
  return {
    model: {
      kind: "mlp",
      hidden: [problem.hidden],
      activation,
      ...(c.batchNorm && { batchNorm }),
    },
    loss:
      c.loss === "crossEntropy"
        ? { kind: c.loss, labelSmoothing: c.labelSmoothing ?? 0 }
        : { kind: c.loss },
    optimizer: c.optimizer,
    batchSize: c.batchSize,
    budget: { steps: problem.steps },
    seed: 1,
    l2: c.l2 ?? 0,
    ...(typeof c.clipNorm === "number" && { clipNorm: c.clipNorm }),
  };
}

/** The fixture's names in the order of the network's parameters. */
function namesOf(c: Case): string[] {
  const norm = c.batchNorm ? ["gamma", "beta", "runningMean", "runningVariance"] : [];
  return ["w1", "b1", ...norm, "w2", "b2"];
}

/** Largest difference, relative to the largest value. */
function difference(actual: ArrayLike<number>, expected: readonly number[]): number {
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]))) / size;
}

const starts: Readonly<Record<string, readonly number[]>> = {
  gamma: [1, 1, 1, 1, 1],
  beta: [0, 0, 0, 0, 0],
  runningMean: [0, 0, 0, 0, 0],
  runningVariance: [1, 1, 1, 1, 1],
};

for (const library of ["torch", "keras"])
  for (const engine of ["wasm", "tensorflow"] as const)
    suite(`${library} on ${engine}`, () => {
      for (const c of read<{ cases: Case[] }>(library).cases.filter(supported))
        test(`${c.name}, batch size ${c.batchSize}`, async () => {
          const config = configOf(c);
          const names = namesOf(c);
          const learner = await openLearner({ train: data, valid: data }, config, {
            engine,
            initialWeights: names.map((name) =>
              Float32Array.from((problem.initial[name] ?? starts[name]).flat()),
            ),
          });
          const { learningRate } = c.optimizer;
          batchRows(c.batchSize).forEach((rows, i) => {
            const { loss } = learner.step(rows, { step: i + 1, learningRate, norm: false });
            const error = Math.abs(loss - c.losses[i]);
            assert.ok(error < 1e-5, `loss of step ${i + 1} is off by ${error}`);
          });
          const weights = learner.weights();
          names.forEach((name, i) => {
            const error = difference(weights[i], c.final[name].flat());
            assert.ok(error < 1e-4, `${name} is off by ${error}`);
          });
          const model = new TrainedModel({
            spec: config.model,
            loss: c.loss,
            shape: data.shape,
            classes: data.classes,
            weights: learner.named(weights),
          });
          learner.dispose();
          const error = difference(await model.logits(data.x), c.final["logits"].flat());
          assert.ok(error < 1e-4, `logits are off by ${error}`);
        });
    });
