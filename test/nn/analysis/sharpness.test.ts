import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng } from "batchwise";
import {
  filterDirection,
  landscapeLine,
  landscapePlane,
  lossAndGradient,
  parameterBlocks,
  parametersOf,
  pathBetween,
  rescaleLayer,
  sharpness,
  topEigenvalues,
} from "batchwise/analysis";
import { blobs } from "../problems.js";
import { data, normals, randomModel, trainedModel } from "./models.js";

test("on a convex quadratic the sharpest corner of the box is found", () => {
  const line = blobs(12, 1, 2, 5);
  for (const box of ["absolute", "relative"] as const) {
    const model = randomModel({ kind: "linear" }, { loss: "meanSquaredError", on: line });
    const centre = parametersOf(model);
    const epsilon = 0.5;
    const corners = Array.from({ length: 16 }, (_, bits) =>
      centre.map((w, i) => {
        const side = epsilon * (Math.abs(w) + (box === "absolute" ? 1 : 0));
        return w + (bits & (1 << i) ? side : -side);
      }),
    );
    const losses = corners.map((parameters) => lossAndGradient(model, line, { parameters }).loss);
    const largest = Math.max(...losses);
    const { loss } = lossAndGradient(model, line);
    const found = sharpness(model, line, { epsilon, box });
    assert.ok(Math.abs(found.largestLoss - largest) < 1e-6 * largest);
    assert.ok(Math.abs(found.sharpness - (100 * (largest - loss)) / (1 + loss)) < 1e-4);
  }
});

test("where one step is not enough, ten find a larger loss", async () => {
  const model = await trainedModel();
  const found = [1, 3, 10].map(
    (iterations) => sharpness(model, data, { epsilon: 0.05, iterations }).largestLoss,
  );
  assert.ok(found[0] < found[1] && found[1] <= found[2], `${found}`);
  assert.deepEqual(
    sharpness(model, data, { epsilon: 0.05 }),
    sharpness(model, data, { epsilon: 0.05, iterations: 10 }),
  );
});

test("rescaling a ReLU layer leaves the function and changes its sharpness (Dinh et al.)", async () => {
  const model = await trainedModel();
  const rng = (): Rng => Rng.fromSeed(1);
  const top = (of: typeof model): number =>
    topEigenvalues(of, data, { rng: rng(), tolerance: 1e-5 }).pairs[0].value;
  for (const layer of [0, 1]) {
    const scaled = rescaleLayer(model, { alpha: 32, layer });
    assert.deepEqual(await scaled.logits(data.x), await model.logits(data.x));
    assert.ok(top(scaled) > 20 * top(model));
    const before = sharpness(model, data).sharpness;
    const after = sharpness(scaled, data).sharpness;
    assert.ok(after > 2 * before, `${before} to ${after}`);
  }
});

test("the relative box and filter-normalised landscapes do not see the rescaling", async () => {
  const model = await trainedModel();
  for (const layer of [0, 1]) {
    const scaled = rescaleLayer(model, { alpha: 32, layer });
    const relative = { box: "relative", epsilon: 0.01 } as const;
    const before = sharpness(model, data, relative).sharpness;
    const after = sharpness(scaled, data, relative).sharpness;
    assert.ok(Math.abs(after / before - 1) < 1e-4, `${before} to ${after}`);
    const lines = [model, scaled].map((of) =>
      landscapeLine(of, data, { direction: filterDirection(of, { rng: Rng.fromSeed(3) }) }),
    );
    lines[0].forEach(({ loss }, i) => {
      assert.ok(Math.abs(lines[1][i].loss - loss) < 1e-5 * loss);
    });
  }
});

test("rescaling refuses what is not homogeneous", () => {
  const tanh = randomModel({ kind: "mlp", hidden: [3], activation: "tanh" });
  const relu = randomModel({ kind: "mlp", hidden: [3] });
  assert.throws(() => rescaleLayer(tanh, { alpha: 2 }), /rescaleLayer: the model must be/);
  assert.throws(
    () => rescaleLayer(relu, { alpha: 2, layer: 1 }),
    /rescaleLayer: layer must be from 0 to 0, got 1/,
  );
  assert.throws(
    () => rescaleLayer(relu, { alpha: 0 }),
    /rescaleLayer: alpha must be a positive number, got 0/,
  );
});

test("a filter direction has the lengths of the units' weights, and 0 for biases", () => {
  const model = randomModel({ kind: "mlp", hidden: [4, 3], batchNorm: {} });
  const parameters = parametersOf(model);
  const direction = filterDirection(model, { rng: Rng.fromSeed(2) });
  for (const { role, shape, start, end } of parameterBlocks(model)) {
    const entries = direction.subarray(start, end);
    if (role === "bias") assert.ok(entries.every((value) => value === 0));
    else
      for (let unit = 0; unit < shape[1]; unit++) {
        const column = (values: Float64Array): number =>
          Math.hypot(...values.filter((_, i) => i % shape[1] === unit));
        const own = column(parameters.subarray(start, end));
        assert.ok(Math.abs(column(entries) - own) < 1e-9 * own);
      }
  }
});

test("a landscape is the loss at its centre, and a plane holds its lines", async () => {
  const model = await trainedModel();
  const { loss, accuracy } = await model.evaluate(data);
  const size = parametersOf(model).length;
  const directions = [normals(size, 1), normals(size, 2)] as const;
  const line = landscapeLine(model, data, { direction: directions[0], radius: 0.2, points: 5 });
  assert.deepEqual(
    line.map(({ position }) => position),
    [-0.2, -0.1, 0, 0.1, 0.2],
  );
  assert.ok(Math.abs(line[2].loss - loss) < 1e-6);
  assert.equal(line[2].accuracy, accuracy);
  const plane = landscapePlane(model, data, { directions, radius: 0.2, points: 5 });
  assert.equal(plane.length, 25);
  const row = plane.filter(({ y }) => y === 0);
  assert.deepEqual(
    row.map(({ x, loss: value }) => [x, value]),
    line.map(({ position, loss: value }) => [position, value]),
  );
  const moved = parametersOf(model).map(
    (w, i) => w - 0.2 * directions[0][i] + 0.1 * directions[1][i],
  );
  const corner = plane.find(({ x, y }) => x === -0.2 && y === 0.1);
  assert.equal(corner?.loss, lossAndGradient(model, data, { parameters: moved }).loss);
  assert.throws(
    () => landscapePlane(model, data, { directions, points: 4 }),
    /landscapePlane: points must be odd and at least 3, got 4/,
  );
  assert.throws(
    () => landscapeLine(model, data, { direction: new Float64Array(2) }),
    /landscapeLine: parameters must hold \d+ values, got 2/,
  );
});

test("a path starts at one model and ends at the other", async () => {
  const [from, to] = await Promise.all([trainedModel(4), trainedModel(5)]);
  const other = blobs(50, 6, 3, 12);
  const rows = pathBetween(from, to, { train: data, valid: other, points: 7, margin: 0.25 });
  assert.deepEqual(
    rows.map(({ position }) => position),
    [-0.25, 0, 0.25, 0.5, 0.75, 1, 1.25],
  );
  for (const [model, row] of [
    [from, rows[1]],
    [to, rows[5]],
  ] as const) {
    const train = await model.evaluate(data);
    const valid = await model.evaluate(other);
    assert.ok(Math.abs(row.trainLoss - train.loss) < 1e-5);
    assert.ok(Math.abs(row.validLoss - valid.loss) < 1e-5);
    assert.equal(row.trainAccuracy, train.accuracy);
    assert.equal(row.validAccuracy, valid.accuracy);
  }
  assert.ok(rows[3].trainLoss > Math.max(rows[1].trainLoss, rows[5].trainLoss));
  assert.throws(
    () => pathBetween(from, randomModel({ kind: "linear" }), { train: data, valid: data }),
    /pathBetween: both models must have the arrays/,
  );
});
