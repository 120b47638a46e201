import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng, take } from "batchwise";
import {
  hessianTrace,
  hessianVectorProduct,
  initialModel,
  lossAndGradient,
  parametersOf,
  topEigenvalues,
} from "batchwise/analysis";
import fc from "fast-check";
import { data, normals, orthogonalDesign, randomModel } from "./models.js";

// Mean squared error over C classes is (1/C) Σ over classes of |Xw + b − t|²/n: its Hessian holds
// (2/C) XᵀX/n once for each class, here a diagonal of squared scales, and of 1 for the bias.
const scales = [3, 2, 0.5];
const quadratic = orthogonalDesign(scales);
const spectrum = [9, 9, 4, 4, 1, 1, 0.25, 0.25];

test("a linear model with squared error has the spectrum of its design", () => {
  const model = randomModel({ kind: "linear" }, { loss: "meanSquaredError", on: quadratic });
  for (let count = 1; count <= 4; count++) {
    // One start finds one vector of each eigenspace.
    const { pairs } = topEigenvalues(model, quadratic, { rng: Rng.fromSeed(1), count });
    const distinct = [9, 4, 1, 0.25].slice(0, count);
    pairs.forEach(({ value }, i) => {
      assert.ok(Math.abs(value - distinct[i]) < 1e-5, `${value}, not ${distinct[i]}`);
    });
  }
  const trace = spectrum.reduce((sum, value) => sum + value, 0);
  const exact = hessianTrace(model, quadratic, { rng: Rng.fromSeed(1), probes: "exact" });
  assert.ok(Math.abs(exact.trace - trace) < 1e-4);
  // The Hessian is diagonal, so every vector of signs gives its trace.
  const probed = hessianTrace(model, quadratic, { rng: Rng.fromSeed(1), probes: 5 });
  for (const sample of probed.samples) assert.ok(Math.abs(sample - trace) < 1e-4);
});

test("softmax regression has its known Hessian, also where it is all but certain", () => {
  const [classes, inputs] = [3, 7];
  for (const scale of [1, 30]) {
    const start = randomModel({ kind: "linear" });
    const parameters = parametersOf(start).map((w) => scale * w);
    // Labels as the model has them: with large weights most probabilities are almost 0 or 1.
    const probabilities = Array.from({ length: data.n }, (_, i) => {
      const x = [...data.x.subarray(6 * i, 6 * i + 6), 1];
      const logits = [0, 1, 2].map((c) =>
        x.reduce((sum, value, k) => sum + value * Math.fround(parameters[3 * k + c]), 0),
      );
      const top = Math.max(...logits);
      const terms = logits.map((z) => Math.exp(z - top));
      const total = terms.reduce((sum, term) => sum + term, 0);
      return { x, p: terms.map((term) => term / total), label: logits.indexOf(top) };
    });
    const certain = { ...data, y: Int32Array.from(probabilities, ({ label }) => label) };
    // Away from examples in doubt, which would hide the others.
    const rows = [...probabilities.keys()].filter(
      (i) => scale === 1 || 1 - probabilities[i].p[certain.y[i]] < 1e-5,
    );
    const direction = normals(classes * inputs, 6);
    const expected = new Float64Array(classes * inputs);
    for (const { x, p } of rows.map((i) => probabilities[i])) {
      const s = [0, 1, 2].map((c) => x.reduce((sum, v, k) => sum + v * direction[3 * k + c], 0));
      for (let c = 0; c < classes; c++) {
        // p_c (s_c − Σ p s) = p_c Σ p_j (s_c − s_j)
        const change = p[c] * p.reduce((sum, pj, j) => sum + pj * (s[c] - s[j]), 0);
        for (let k = 0; k < inputs; k++) expected[3 * k + c] += (x[k] * change) / rows.length;
      }
    }
    assert.ok(rows.length > 10);
    const product = hessianVectorProduct(start, take(certain, rows), { direction, parameters });
    const apart = product.map((value, i) => value - expected[i]);
    assert.ok(Math.hypot(...apart) < 1e-4 * Math.hypot(...expected), `scale ${scale}`);
  }
});

test("Hutchinson's estimate is without bias", () => {
  const model = randomModel({ kind: "mlp", hidden: [5], activation: "tanh" });
  const rng = Rng.fromSeed(5);
  const exact = hessianTrace(model, data, { rng, probes: "exact" });
  const { trace, standardError, samples } = hessianTrace(model, data, { rng, probes: 1500 });
  assert.equal(samples.length, 1500);
  assert.ok(Math.abs(trace - exact.trace) < 3.5 * standardError, `${trace}, not ${exact.trace}`);
  assert.ok(standardError < 0.05 * exact.trace);
});

test("gradient and Hessian-vector product are derivatives", () => {
  const activation = fc.constantFrom("tanh" as const, "gelu" as const);
  const hidden = fc.array(fc.integer({ min: 2, max: 7 }), { minLength: 1, maxLength: 3 });
  const loss = fc.constantFrom("crossEntropy" as const, "meanSquaredError" as const);
  const norm = fc.constantFrom("none" as const, "running" as const, "batch" as const);
  fc.assert(
    fc.property(activation, hidden, loss, norm, fc.nat(99), (kind, units, of, by, seed) => {
      const batchNorm = by === "none" ? {} : { batchNorm: {} };
      const statistics = by === "batch" ? "batch" : "running";
      const model = randomModel(
        { kind: "mlp", hidden: units, activation: kind, ...batchNorm },
        { loss: of, seed },
      );
      const centre = parametersOf(model);
      const raw = normals(centre.length, seed);
      const length = Math.hypot(...raw);
      const direction = raw.map((v) => v / length);
      const h = 0.01;
      const at = (t: number): ReturnType<typeof lossAndGradient> =>
        lossAndGradient(model, data, {
          parameters: centre.map((w, i) => w + t * direction[i]),
          statistics,
        });
      const [far, near, here, ahead, beyond] = [-2 * h, -h, 0, h, 2 * h].map(at);
      // Central differences of the fourth order.
      const slopeOf = (value: (of: typeof here) => number): number =>
        (8 * (value(ahead) - value(near)) - (value(beyond) - value(far))) / (12 * h);
      const slope = here.gradient.reduce((sum, g, i) => sum + g * direction[i], 0);
      assert.ok(Math.abs(slopeOf((p) => p.loss) - slope) < 1e-3 * Math.hypot(...here.gradient));
      const product = hessianVectorProduct(model, data, { direction, statistics });
      const apart = product.map((p, i) => p - slopeOf(({ gradient }) => gradient[i]));
      assert.ok(Math.hypot(...apart) < 2e-3 * Math.hypot(...product));
    }),
    { numRuns: 40, seed: 8 },
  );
});

test("an analysis leaves dropout out", () => {
  const spec = { kind: "mlp", hidden: [6], batchNorm: {} } as const;
  for (const statistics of ["running", "batch"] as const)
    assert.deepEqual(
      lossAndGradient(randomModel({ ...spec, dropout: 0.5 }), data, { statistics }),
      lossAndGradient(randomModel(spec), data, { statistics }),
    );
});

test("an analysis refuses what it does not know", () => {
  const model = randomModel({ kind: "linear" });
  const images = { ...data, shape: [3, 2, 1] };
  const convolutional = initialModel(images, {
    model: { kind: "cnn", filters: [2] },
    seed: 1,
  });
  assert.throws(
    () => lossAndGradient(convolutional, images),
    /lossAndGradient: the model must be of the kind "linear" or "mlp", got "cnn"/,
  );
  assert.throws(
    () => lossAndGradient(model, quadratic),
    /lossAndGradient: examples must have the model's 6 features, got 3/,
  );
  assert.throws(
    () =>
      topEigenvalues(
        model,
        { ...data, classes: ["a"], y: data.y.map(() => 0) },
        { rng: Rng.fromSeed(1) },
      ),
    /topEigenvalues: data must have the model's 3 classes, got 1/,
  );
  assert.throws(
    () => topEigenvalues(model, data, { rng: Rng.fromSeed(1), count: 0 }),
    /topEigenvalues: count must be a positive integer, got 0/,
  );
  assert.throws(
    () => hessianTrace(model, data, { rng: Rng.fromSeed(1), probes: 1 }),
    /hessianTrace: probes must be at least 2, or "exact", got 1/,
  );
});
