import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ArgumentError, loadDigits, SGDClassifier } from "batchwise";
import { coefficientChange } from "batchwise/rows";
import { fitInChunks } from "batchwise/study";

const model = (...values: number[]) => ({
  coef: { values: Float64Array.from(values), shape: [1, values.length] },
});

describe("coefficientChange", () => {
  it("is the widest range of a coefficient over the largest of them all", () => {
    assert.equal(coefficientChange([model(1, -4), model(2, -4), model(1.5, -3.5)]), 1 / 4);
  });

  it("is 0 between equal models, zeros too", () => {
    assert.equal(coefficientChange([model(1, 2), model(1, 2)]), 0);
    assert.equal(coefficientChange([model(0), model(0)]), 0);
  });

  it("refuses a single model and models of different size", () => {
    assert.throws(() => coefficientChange([model(1)]), ArgumentError);
    assert.throws(() => coefficientChange([model(1), model(1, 2)]), /1, 2/);
  });
});

describe("fitInChunks", () => {
  const digits = loadDigits();
  const options = { loss: "log_loss", learningRate: "constant", shuffle: false } as const;

  it("is one partialFit when the chunk is everything", () => {
    const whole = new SGDClassifier(options).partialFit(digits);
    const chunked = fitInChunks(digits, { ...options, chunkSize: "full" });
    assert.deepEqual(chunked.coef, whole.coef);
  });

  it("takes one step for every example, whatever the chunk, and ends at the same coefficients", () => {
    const models = [1, 7, 100, "full"] as const;
    const fitted = models.map((chunkSize) => fitInChunks(digits, { ...options, chunkSize }));
    for (const { result } of fitted) assert.equal(result.steps, digits.n);
    assert.ok(coefficientChange(fitted) < 1e-12);
  });
});
