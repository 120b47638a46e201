import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { ArgumentError, type TrainConfig, train } from "batchwise";
import { checkConfig } from "batchwise/dist/nn/config/validate.js";
import fc from "fast-check";
import { config, digitSplits as splits } from "./problems.js";

/** What `train` says to a config with one value replaced. */
async function complaint(path: readonly string[], value: unknown): Promise<string> {
  const wrong = structuredClone(config) as object;
  const owner = path.slice(0, -1).reduce<object>((o, key) => Reflect.get(o, key), wrong);
  Reflect.set(owner, path[path.length - 1], value);
  try {
    await train(splits, wrong as TrainConfig);
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  return "accepted";
}

const wrong: readonly (readonly [string, unknown, string])[] = [
  ["batchSize", 0, 'batchSize must be a positive integer or "full", got 0'],
  ["batchSize", -1, 'batchSize must be a positive integer or "full", got -1'],
  ["batchSize", 2.5, 'batchSize must be a positive integer or "full", got 2.5'],
  ["batchSize", Number.NaN, 'batchSize must be a positive integer or "full", got NaN'],
  ["batchSize", "all", 'batchSize must be a positive integer or "full", got "all"'],
  ["optimizer.learningRate", 0, "optimizer.learningRate must be a positive number, got 0"],
  ["optimizer.learningRate", "0.1", 'optimizer.learningRate must be a positive number, got "0.1"'],
  ["optimizer.beta1", 1, "optimizer.beta1 must be a number from 0 to less than 1, got 1"],
  ["model.hidden", [], "model.hidden must be an array with at least one entry, got an array of 0"],
  ["model.hidden", [4, 0], "model.hidden[1] must be a positive integer, got 0"],
  ["model.dropout", 1, "model.dropout must be a number from 0 to less than 1, got 1"],
  ["budget", {}, 'budget must be an object with one field, "epochs" or "steps", got {  }'],
  ["budget", { steps: 1.5 }, "budget.steps must be a positive integer, got 1.5"],
  ["seed", -1, "seed must be an integer from 0 up, got -1"],
  ["seed", { init: 1 }, "seed.order must be an integer from 0 up, got undefined"],
  ["earlyStopping", { patience: 0 }, "earlyStopping.patience must be a positive integer, got 0"],
  ["clipNorm", 0, "clipNorm must be a positive number, got 0"],
  [
    "optimizer",
    { kind: "lion", learningRate: 1 },
    'optimizer.kind must be "sgd" or "momentum" or "nesterov" or "rmsprop" or "adam" or "adamw", got "lion"',
  ],
  [
    "schedule",
    { kind: "raiseBatch", every: 2, factor: 1 },
    "schedule.factor must be a number above 1, got 1",
  ],
];

suite("a wrong config fails before any work, with its path", () => {
  for (const [path, value, message] of wrong)
    test(`${path} = ${JSON.stringify(value)}`, async () => {
      assert.equal(await complaint(path.split("."), value), `train: config.${message}`);
    });

  test("an unknown field is refused", async () => {
    assert.match(
      await complaint(["learningrate"], 1),
      /^train: config must have no fields but .*, got "learningrate"$/,
    );
    assert.match(
      await complaint(["model", "units"], 1),
      /^train: config\.model must have no fields but /,
    );
  });

  test("any JSON is either a config or an ArgumentError", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.throws(() => checkConfig("train", "config", value), ArgumentError);
      }),
    );
  });

  test("a config with any value replaced is accepted or refused with that path", () => {
    const keys = [
      "model",
      "optimizer",
      "batchSize",
      "budget",
      "seed",
      "l2",
      "clipNorm",
      "schedule",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        try {
          checkConfig("train", "config", { ...config, [key]: value });
        } catch (error) {
          assert.ok(error instanceof ArgumentError);
          assert.ok(error.message.startsWith(`train: config.${key}`), error.message);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a valid config survives JSON", () => {
    checkConfig("train", "config", JSON.parse(JSON.stringify(config)));
  });
});

suite("wrong data fails before any work", () => {
  const { train: data, valid } = splits;

  test("with the place of a value that is not finite", async () => {
    const x = data.x.with(64 * 3 + 5, Number.NaN);
    await assert.rejects(train({ train: { ...data, x }, valid }, config), {
      message: "train: train: x must be finite, at row 3, column 5, got NaN",
    });
  });

  test("a label without a class", async () => {
    const y = valid.y.with(7, 10);
    await assert.rejects(train({ train: data, valid: { ...valid, y } }, config), {
      message: "train: valid: label 7 must be from 0 to 9, got 10",
    });
  });

  test("an empty part, other shapes, other classes", async () => {
    const empty = { ...valid, n: 0, x: new Float32Array(0), y: new Int32Array(0) };
    await assert.rejects(train({ train: data, valid: empty }, config), /at least one example/);
    const wide = { ...valid, n: 30, y: valid.y.slice(30), shape: [128] };
    await assert.rejects(
      train({ train: data, valid: wide }, config),
      /valid.shape must be train's/,
    );
    const more = { ...valid, classes: [...valid.classes, "ten"] };
    await assert.rejects(train({ train: data, valid: more }, config), /train's 10 classes, got 11/);
  });

  test("a cnn on examples that are no images, or too small for its poolings", async () => {
    const flat = { ...data, shape: [64] };
    const cnn: TrainConfig = { ...config, model: { kind: "cnn", filters: [2, 2, 2, 2] } };
    await assert.rejects(
      train({ train: flat, valid: { ...valid, shape: [64] } }, cnn),
      /wants examples of shape/,
    );
    await assert.rejects(train(splits, cnn), /4 poolings leave an image, got "8×8×1"/);
  });
});
