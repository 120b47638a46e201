/** A stranger's first program. It also holds the declarations to be real: what is wrong is an error. */
export const trainsDigits = `
import {
  type Dataset, type Run, type TrainConfig, TrainedModel, loadDigits, runCard, split, train, trainMany,
} from "batchwise";

async function main(): Promise<void> {
  const digits: Dataset = loadDigits();
  // @ts-expect-error: a number is no string
  const wrong: string = digits.n;
  const splits = split(digits, { seed: 0 });
  const config: TrainConfig = {
    model: { kind: "mlp", hidden: [64] },
    optimizer: { kind: "adam", learningRate: 0.01 },
    batchSize: 32,
    budget: { epochs: 10 },
    seed: 1,
  };
  const run: Run = await train(splits, config);
  const [pooled] = await trainMany(splits, [config]);
  const { accuracy } = await run.model.evaluate(splits.test);
  const { versions } = runCard({ profile: "quick", seeds: [1] });
  const same = JSON.stringify(pooled?.model) === JSON.stringify(run.model);
  console.log(JSON.stringify({ n: wrong, accuracy, same, versions, ours: run.model instanceof TrainedModel }));
}

void main();
`;

/** What needs TensorFlow or, without OpenBLAS, would be faster with it, in a program that asks for nothing else before. */
export const wantsTensorflow = `
import { loadDigits, split, train, trainLayers } from "batchwise";

const splits = split(loadDigits(), { seed: 0 });
const config = {
  model: { kind: "mlp", hidden: [64] }, optimizer: { kind: "adam", learningRate: 0.003 },
  batchSize: 128, budget: { epochs: 4 }, seed: 1,
};
const small = await train(splits, config);
const before = globalThis.tensorflowLoads ?? 0;
const large = await train(splits, { ...config, model: { kind: "cnn", filters: [32, 64] } });
const said = (error) => error.message;
const errors = [
  await trainLayers({}, splits, config).catch(said),
  await small.model.toLayersModel().catch(said),
  await train(splits, config, { engine: "tensorflow" }).catch(said),
];
const { accuracy } = await large.model.evaluate(splits.test);
console.log(JSON.stringify({ before, after: globalThis.tensorflowLoads ?? 0, accuracy, errors }));
`;

/** tfjs-node as it is after an installation without install scripts. */
export const brokenTensorflow = `
globalThis.tensorflowLoads = (globalThis.tensorflowLoads ?? 0) + 1;
throw new Error("tfjs_binding.node can not be found\\nand more");
`;
