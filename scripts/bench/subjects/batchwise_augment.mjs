// Batchwise's augmentation of a batch, one step each.
import { serve, versionOf } from "./subject.mjs";

const CLASSES = 10;

let batchwise;
let oneHot;

/** Seconds of processor time, which other programs on the machine disturb less than the clock. */
async function run({ shape, batch: n, changes, steps }) {
  const { augment, Rng } = batchwise;
  const rng = Rng.fromSeed(1);
  const size = shape.reduce((product, d) => product * d, 1);
  const x = Float32Array.from({ length: n * size }, () => rng.uniform());
  const labels = Array.from({ length: n }, (_, i) => i % CLASSES);
  const batch = { x, n, shape, targets: oneHot(labels, CLASSES) };
  const before = process.cpuUsage();
  for (let i = 0; i < steps; i++) augment(batch, { kind: "compose", steps: changes }, rng);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, steps };
}

await serve(async () => {
  batchwise = await import("batchwise");
  ({ oneHot } = await import("batchwise/augment"));
  return { versions: { batchwise: versionOf("batchwise") }, answer: run };
});
