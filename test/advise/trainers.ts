import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A program that seems to train: its validation loss falls towards a floor, slower and to a higher one the farther the
 * rate is from the best, which grows with the root of the batch size; seeds scatter it a little.
 */
const TRAINER = `
const [batchSize, learningRate, seed] = process.argv.slice(2).map(Number);
const best = 0.01 * Math.sqrt(batchSize / 32);
const off = Math.log2(learningRate / best);
let state = (seed + 1) * 2654435761 % 2 ** 32;
const noise = () => { state = (state * 1664525 + 1013904223) % 2 ** 32; return state / 2 ** 32 - 0.5; };
const examples = 32000;
const steps = Math.ceil(examples / batchSize);
const floor = 0.2 + 0.01 * off * off + 0.02 * Math.max(0, Math.log2(batchSize / 128)) + 0.01 * noise();
for (let part = 0; part <= 20; part++) {
  const done = part / 20;
  let validLoss = floor + (2.3 - floor) * Math.exp(-12 * done * 2 ** (-off * off / 8));
  if (off > 5) validLoss = part > 3 ? NaN : 10 ** part;
  const line = { step: Math.round(done * steps), examples: done * examples, seconds: done * steps * (40 + batchSize) / 1e6, validLoss, validAccuracy: Math.max(0, Math.min(1, 1 - validLoss / 2.5)), validExamples: 2000 };
  console.log("epoch " + part);
  console.log(JSON.stringify(line, (_, value) => Number.isNaN(value) ? "@" : value).replaceAll('"@"', "NaN"));
}
`;

/** Writes the program into a folder. @returns its path */
export function writeTrainer(folder: string, name: string, source: string = TRAINER): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return path;
}
