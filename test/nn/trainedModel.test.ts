import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { DataError, loadModel, type ModelSpec, type TrainedModel, train } from "batchwise";
import { loadTensorflow } from "batchwise/dist/nn/device/tensorflow/load.js";
import { config, digitSplits as splits } from "./problems.js";

const folder = mkdtempSync(join(tmpdir(), "batchwise-model-"));
after(() => rmSync(folder, { recursive: true }));

const specs: readonly ModelSpec[] = [
  { kind: "linear" },
  { kind: "mlp", hidden: [9, 7], activation: "gelu", dropout: 0.1, batchNorm: { epsilon: 1e-3 } },
  { kind: "mlp", hidden: [9], activation: "tanh" },
  { kind: "cnn", filters: [3, 2], hidden: [5], activation: "relu" },
];

async function modelOf(model: ModelSpec): Promise<TrainedModel> {
  return (await train(splits, { ...config, model, budget: { epochs: 1 } })).model;
}

for (const spec of specs)
  suite(`a trained ${spec.kind} with ${JSON.stringify(spec)}`, () => {
    test("gives identical logits after saving and loading", async () => {
      const model = await modelOf(spec);
      await model.save(folder);
      const loaded = await loadModel(folder);
      const { x } = splits.valid;
      assert.deepEqual(await loaded.logits(x), await model.logits(x));
      assert.deepEqual(loaded.classes, splits.train.classes);
    });

    test("is the same function as its tfjs layers", async () => {
      const model = await modelOf(spec);
      const { x, n, shape } = splits.valid;
      const logits = await model.logits(x);
      const tf = await loadTensorflow();
      const tensors = tf.memory().numTensors;
      const layers = await model.toLayersModel();
      const outputs = tf.tidy(() => {
        const y = layers.predict(tf.tensor(x, [n, ...shape]));
        assert.ok(y instanceof tf.Tensor);
        return y.flatten().arraySync() as number[];
      });
      layers.dispose();
      assert.equal(tf.memory().numTensors, tensors);
      outputs.forEach((y, i) => void assert.ok(Math.abs(y - logits[i]) < 1e-5));
    });
  });

suite("a model", () => {
  test("predicts the class of its largest logit", async () => {
    const model = await modelOf({ kind: "linear" });
    const { x, y, n } = splits.valid;
    const classes = await model.predict(x);
    const right = classes.filter((label, i) => label === y[i]).length;
    assert.equal((await model.evaluate(splits.valid)).accuracy, right / n);
  });

  test("refuses examples of another size", async () => {
    const model = await modelOf({ kind: "linear" });
    await assert.rejects(
      model.logits(new Float32Array(65)),
      /x must hold rows of 64 values, got 65/,
    );
  });
});

suite("the activations of a hidden layer", () => {
  const { x, n } = splits.valid;
  const dense = (
    { weights }: TrainedModel,
    name: string,
    inputs: Float32Array,
  ): { values: Float32Array; units: number } => {
    const [w, b] = ["weights", "bias"].map((part) => {
      const found = weights.find((array) => array.name === `${name}/${part}`);
      return found?.values ?? new Float32Array(0);
    });
    const units = b.length;
    const features = w.length / units;
    const values = new Float32Array((inputs.length / features) * units);
    for (let i = 0; i < values.length; i++) {
      const [row, unit] = [Math.floor(i / units), i % units];
      let sum = b[unit];
      for (let j = 0; j < features; j++) sum += inputs[row * features + j] * w[j * units + unit];
      values[i] = sum;
    }
    return { values, units };
  };
  const close = (a: Float32Array, b: Float32Array): void => {
    assert.equal(a.length, b.length);
    a.forEach((v, i) => void assert.ok(Math.abs(v - b[i]) < 1e-4, `${v} against ${b[i]} at ${i}`));
  };

  for (const spec of specs.filter(({ kind }) => kind !== "linear"))
    test(`are what the output layer of ${JSON.stringify(spec)} makes the logits from`, async () => {
      const model = await modelOf(spec);
      const layers = "hidden" in spec ? (spec.hidden?.length ?? 0) : 0;
      const last = await model.activations(x, layers - 1);
      close(dense(model, "output", last).values, await model.logits(x));
    });

  test("follow from those of the layer before, by its weights and the activation", async () => {
    const model = await modelOf({ kind: "mlp", hidden: [9, 7], activation: "tanh" });
    const first = dense(model, "hidden0", x);
    assert.equal(first.units * n, 9 * n);
    close(await model.activations(x, 0), first.values.map(Math.tanh));
    const second = dense(model, "hidden1", await model.activations(x, 0));
    close(await model.activations(x, 1), second.values.map(Math.tanh));
  });

  test("are refused where there is no such layer", async () => {
    const model = await modelOf({ kind: "mlp", hidden: [9] });
    for (const layer of [-1, 1, 0.5])
      await assert.rejects(model.activations(x, layer), /layer must be one of the 1 from 0 on/);
    const linear = await modelOf({ kind: "linear" });
    await assert.rejects(linear.activations(x, 0), /layer must be one of the 0 from 0 on, got 0/);
    await assert.rejects(
      model.activations(new Float32Array(65), 0),
      /TrainedModel\.activations: x must hold rows of 64 values, got 65/,
    );
  });
});

suite("files that are no model", () => {
  const description = join(folder, "model.json");
  const cases: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    "no JSON": [() => writeFileSync(description, "{"), /model\.json: /],
    "an unknown kind": [
      () => replaceIn(description, '"linear"', '"transformer"'),
      /model\.json\.spec\.kind must be "linear" or "mlp" or "cnn" or "cnn1d", got "transformer"/,
    ],
    "weights of another spec": [
      () => replaceIn(description, '"output/bias"', '"output/biases"'),
      /weights must be output\/weights 64×10, output\/bias 10 for this spec/,
    ],
    "cut short": [
      () => truncateSync(join(folder, "weights.bin"), 12),
      /must hold 2600 bytes, got 12/,
    ],
  };
  for (const [name, [damage, message]] of Object.entries(cases))
    test(name, async () => {
      await (await modelOf({ kind: "linear" })).save(folder);
      damage();
      await assert.rejects(loadModel(folder), (error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, message);
        return true;
      });
    });
});

function replaceIn(path: string, from: string, to: string): void {
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}
