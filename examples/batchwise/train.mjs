/** A linear model by mini-batches, in Batchwise. Lines that end in `// advise` are what the advisor needs. */

import { loadDigits, split, train } from "batchwise";

const [batchSize, learningRate, seed] = process.argv.slice(2).map(Number); // advise

const splits = split(loadDigits(), { seed });
const run = await train(splits, {
  model: { kind: "linear", initialization: "pytorch" },
  optimizer: { kind: "adam", learningRate },
  batchSize,
  budget: { epochs: 30 },
  seed,
});
for (const { step, examples, seconds, validLoss, validAccuracy } of run.history) {
  const validExamples = splits.valid.n; // advise
  const line = { step, examples, seconds, validLoss, validAccuracy, validExamples }; // advise
  console.log(JSON.stringify(line)); // advise
}
