import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Dataset, Rng, TrainedModel } from "batchwise";
import {
  denseHessian,
  exampleNorms,
  hessianTrace,
  hessianVectorProduct,
  lossAndGradient,
  sharpness,
  topEigenvalues,
} from "batchwise/analysis";
import type { Activation } from "batchwise/nn";

interface Case {
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly batchNorm: boolean;
  readonly statistics: "running" | "batch" | "ghost";
  readonly loss: "crossEntropy" | "meanSquaredError";
  readonly arrays: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: readonly number[];
  }[];
  readonly meanLoss: number;
  readonly gradient: readonly number[];
  readonly direction: readonly number[];
  readonly product: readonly number[];
  readonly eigenvalues: readonly number[];
  readonly trace: number;
  readonly largestLoss10: number;
  readonly largestLoss: number;
  readonly squaredNorms?: readonly number[];
}

const fixture: {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly ghostBatchSize: number;
  readonly cases: readonly Case[];
} = JSON.parse(readFileSync("test/fixtures/curvature/torch.json", "utf8"));

const data: Dataset = {
  x: Float32Array.from(fixture.x.flat()),
  y: Int32Array.from(fixture.y),
  n: fixture.y.length,
  shape: [fixture.x[0].length],
  classes: ["a", "b", "c"],
};

function modelOf({ hidden, activation, batchNorm, statistics, loss, arrays }: Case): TrainedModel {
  const norm = statistics === "ghost" ? { ghostBatchSize: fixture.ghostBatchSize } : {};
  return new TrainedModel({
    spec:
      hidden.length === 0
        ? { kind: "linear" }
        : { kind: "mlp", hidden, activation, ...(batchNorm && { batchNorm: norm }) },
    loss,
    shape: data.shape,
    classes: data.classes,
    weights: arrays.map(({ values, ...array }) => ({
      ...array,
      values: Float32Array.from(values),
    })),
  });
}

/** Fails unless the values agree to within `tolerance` of the largest of them: float32 against float64. */
function close(
  actual: ArrayLike<number>,
  expected: readonly number[],
  what: string,
  tolerance = 3e-6,
): void {
  assert.equal(actual.length, expected.length, what);
  const scale = Math.max(...expected.map(Math.abs));
  expected.forEach((value, i) => {
    const apart = Math.abs(actual[i] - value);
    assert.ok(apart <= tolerance * scale, `${what}, entry ${i}: ${actual[i]}, not ${value}`);
  });
}

for (const reference of fixture.cases) {
  const { hidden, activation, statistics: by, batchNorm, loss } = reference;
  const norm = batchNorm ? `, batch norm by ${by} statistics` : "";
  test(`as in PyTorch: 6-${[...hidden, 3].join("-")} ${activation}${norm}, ${loss}`, () => {
    const model = modelOf(reference);
    const statistics = by === "running" ? "running" : "batch";
    const rng = Rng.fromSeed(1);

    const at = lossAndGradient(model, data, { statistics });
    close([at.loss], [reference.meanLoss], "loss");
    close(at.gradient, reference.gradient, "gradient");

    const direction = Float64Array.from(reference.direction);
    const product = hessianVectorProduct(model, data, { direction, statistics });
    close(product, reference.product, "Hessian-vector product");

    const top = topEigenvalues(model, data, { rng, count: 5, tolerance: 1e-4, statistics });
    assert.ok(top.converged);
    close(
      top.pairs.map(({ value }) => value),
      reference.eigenvalues,
      "eigenvalues",
    );
    const { trace } = hessianTrace(model, data, { rng, probes: "exact", statistics });
    close([trace], [reference.trace], "trace", 1e-5);

    // Theirs is what ten iterations of L-BFGS-B find, and what five hundred do.
    const { largestLoss } = sharpness(model, data, { statistics });
    const rise = (value: number): number => value - reference.meanLoss;
    assert.ok(rise(largestLoss) >= 0.999 * rise(reference.largestLoss10));
    assert.ok(rise(largestLoss) <= 1.001 * rise(reference.largestLoss));

    if (reference.squaredNorms)
      close(exampleNorms(model, data).squaredNorms, reference.squaredNorms, "example norms");
  });
}

test("the dense Hessian is symmetric, and its products are those with vectors", () => {
  const [model] = fixture.cases.filter(({ activation }) => activation === "gelu").map(modelOf);
  const rows = denseHessian(model, data);
  const rng = Rng.fromSeed(2);
  const direction = new Float64Array(rows.length).map(() => rng.normal());
  close(
    hessianVectorProduct(model, data, { direction }),
    rows.map((row) => row.reduce((sum, h, j) => sum + h * direction[j], 0)),
    "product",
  );
  const largest = Math.max(...rows.flatMap((row) => [...row.map(Math.abs)]));
  rows.forEach((row, i) => {
    row.forEach((h, j) => {
      assert.ok(Math.abs(h - rows[j][i]) <= 1e-6 * largest);
    });
  });
});
