import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { loadDigits, runTrials, type TrainConfig, take, tune } from "batchwise";
import { type Progress, withProgress } from "batchwise/dist/progress.js";

const HOST = Symbol.for("batchwise.progress");

/** A host that notes each piece of work it is asked for, with what it hears of it. */
function host(): Progress[][] {
  const pieces: Progress[][] = [];
  Reflect.set(globalThis, HOST, () => {
    const heard: Progress[] = [];
    pieces.push(heard);
    return (progress: Progress) => heard.push(progress);
  });
  return pieces;
}

afterEach(() => Reflect.deleteProperty(globalThis, HOST));

const data = take(
  loadDigits(),
  Array.from({ length: 60 }, (_, i) => i),
);
const config: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 0.1 },
  batchSize: 8,
  budget: { steps: 2 },
  seed: 0,
};

test("a host shows a piece of work once, and none of the pieces within it", async () => {
  const pieces = host();
  await tune(data, [{ config }, { config: { ...config, batchSize: 16 } }], { seeds: [0, 1] });
  assert.deepEqual(
    pieces.map((heard) => heard.map(({ done, total }) => [done, total])),
    [
      [
        [1, 2],
        [2, 2],
      ],
    ],
  );
  await runTrials(data, [{ seed: 0, config }]);
  await Promise.all([runTrials(data, [{ seed: 1, config }]), runTrials(data, [])]);
  assert.equal(pieces.length, 4);
  assert.deepEqual(pieces[1], [{ done: 1, total: 1, unit: "runs" }]);
});

test("who asks to be told is told, and the host is not", async () => {
  const pieces = host();
  const heard: Progress[] = [];
  await runTrials(data, [{ seed: 0, config }], { onProgress: (progress) => heard.push(progress) });
  assert.equal(heard.length, 1);
  const within = withProgress(
    () => {},
    () => withProgress(undefined, (onProgress) => onProgress),
  );
  assert.equal(within, undefined);
  assert.deepEqual(pieces, []);
});

test("without a host nothing is told, and a failure goes on to the caller", async () => {
  assert.equal(
    withProgress(undefined, (onProgress) => onProgress),
    undefined,
  );
  const pieces = host();
  await assert.rejects(tune(data, [{ config }], { seeds: [] }));
  assert.equal(pieces.length, 1);
  assert.equal(
    withProgress(undefined, (onProgress) => typeof onProgress),
    "function",
  );
});
