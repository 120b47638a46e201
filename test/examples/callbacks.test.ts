import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runProgram } from "batchwise/dist/advise/program/runProgram.js";
import { root } from "../scripts.js";

const bench = join(root, ".venv-bench/bin/python");
const own = join(root, ".venv/bin/python");
const told = { batchSize: 32, learningRate: 0.01, seed: 0 };
const reading = `import os, sys
sys.path.append("examples/callbacks")
batch_size, learning_rate = int(os.environ["BATCHWISE_BATCH_SIZE"]), float(os.environ["BATCHWISE_LEARNING_RATE"])
`;

/** Why a test of these Python modules cannot run, or false. */
function lacking(python: string, ...modules: readonly string[]): string | false {
  if (!existsSync(python)) return `no ${python}: npm run programs makes it and runs these tests`;
  const find = `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in sys.argv[1:]))`;
  const { status } = spawnSync(python, ["-c", find, ...modules]);
  return status === 0 ? false : `${python} lacks ${modules.join(", ")}: npm run programs`;
}

const run = async (python: string, source: string) =>
  (await runProgram([python, "-c", reading + source], told, { folder: root })).evaluations;

test("batchwise_print: a line for each report", { skip: lacking(own) }, async () => {
  const evaluations = await run(
    own,
    `
from batchwise_print import report
print("loss 3")
report(10, 0.5)
report(20, float("nan"), examples=640, valid_accuracy=0.25, valid_examples=100)`,
  );
  const [first, second] = evaluations.map(({ seconds, ...rest }) => rest);
  assert.deepEqual(first, { step: 10, validLoss: 0.5 });
  const { validLoss, ...rest } = second;
  assert.ok(Number.isNaN(validLoss));
  assert.deepEqual(rest, { step: 20, examples: 640, validAccuracy: 0.25, validExamples: 100 });
  assert.ok(evaluations.every(({ seconds }) => seconds !== undefined && seconds >= 0));
});

test("batchwise_keras: a line for each epoch, beside Keras' own progress bar", {
  skip: lacking(bench, "keras"),
}, async () => {
  const evaluations = await run(
    bench,
    `
import keras, numpy as np
from batchwise_keras import Batchwise
x, y = np.random.default_rng(0).normal(size=(100, 4)), np.arange(100) % 2
model = keras.Sequential([keras.layers.Dense(2, activation="softmax")])
model.compile(keras.optimizers.Adam(learning_rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=batch_size, epochs=3, validation_data=(x, y), callbacks=[Batchwise(len(x))])`,
  );
  assert.deepEqual(
    evaluations.map(({ step, examples }) => [step, examples]),
    [
      [4, 100],
      [8, 200],
      [12, 300],
    ],
  );
  assert.ok(evaluations.every(({ validAccuracy }) => validAccuracy !== undefined));
});

test("batchwise_lightning: a line for each validation, none for the sanity check", {
  skip: lacking(bench, "lightning"),
}, async () => {
  const evaluations = await run(
    bench,
    `
import lightning.pytorch as pl, torch
from torch import nn
from batchwise_lightning import Batchwise
class Model(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 2)
    def training_step(self, batch, _):
        return nn.functional.cross_entropy(self.layer(batch[0]), batch[1])
    def validation_step(self, batch, _):
        outputs = self.layer(batch[0])
        self.log("val_loss", nn.functional.cross_entropy(outputs, batch[1]))
        self.log("val_acc", (outputs.argmax(1) == batch[1]).float().mean())
    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=learning_rate)
data = torch.utils.data.TensorDataset(torch.randn(100, 4), torch.arange(100) % 2)
loader = torch.utils.data.DataLoader(data, batch_size=batch_size)
trainer = pl.Trainer(max_epochs=3, accelerator="cpu", logger=False, enable_checkpointing=False, callbacks=[Batchwise()])
trainer.fit(Model(), loader, loader)`,
  );
  assert.deepEqual(
    evaluations.map(({ step }) => step),
    [4, 8, 12],
  );
  assert.ok(
    evaluations.every(({ validAccuracy = -1 }) => validAccuracy >= 0 && validAccuracy <= 1),
  );
  const seconds = evaluations.map((each) => each.seconds ?? -1);
  assert.ok(seconds.every((value, i) => value > (seconds[i - 1] ?? 0)));
});
