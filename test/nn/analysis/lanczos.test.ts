import assert from "node:assert/strict";
import { test } from "node:test";
import { lanczos } from "batchwise/dist/nn/analysis/lanczos.js";
import { tridiagonalEigen } from "batchwise/dist/nn/analysis/tridiagonal.js";
import fc from "fast-check";
import { normals } from "./models.js";

/** The symmetric matrix with these eigenvalues and random eigenvectors, as two Householder reflections around them. */
function symmetric(
  eigenvalues: readonly number[],
  seed: number,
): (v: Float64Array) => Float64Array {
  const size = eigenvalues.length;
  const mirrors = [seed, seed + 1].map((s) => {
    const v = normals(size, s);
    const length = Math.hypot(...v);
    return v.map((x) => x / length);
  });
  const reflect = (v: Float64Array, mirror: Float64Array): Float64Array => {
    const along = 2 * v.reduce((sum, x, i) => sum + x * mirror[i], 0);
    return v.map((x, i) => x - along * mirror[i]);
  };
  return (v) => {
    const inside = mirrors.reduce(reflect, v).map((x, i) => eigenvalues[i] * x);
    return [...mirrors].reverse().reduce(reflect, inside);
  };
}

test("Lanczos finds the largest eigenvalues with their vectors", () => {
  const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(values, fc.nat(99), fc.integer({ min: 1, max: 4 }), (eigenvalues, seed, count) => {
      const times = symmetric(eigenvalues, seed);
      const size = eigenvalues.length;
      const start = normals(size, seed + 7);
      const { pairs, converged } = lanczos(
        { size, times },
        { count, start, tolerance: 1e-9, maxProducts: size },
      );
      assert.ok(converged);
      const largest = Math.max(...eigenvalues.map(Math.abs), 1e-9);
      const sorted = [...eigenvalues].sort((a, b) => b - a);
      assert.ok(Math.abs(pairs[0].value - sorted[0]) < 1e-7 * largest);
      for (const { value, vector } of pairs) {
        const image = times(vector);
        assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-9);
        assert.ok(Math.hypot(...image.map((x, i) => x - value * vector[i])) < 1e-6 * largest);
      }
    }),
    { numRuns: 200, seed: 3 },
  );
});

test("the residual bounds the error, and a near start saves products", () => {
  const eigenvalues = Array.from({ length: 300 }, (_, i) => 1 / (1 + i));
  const times = symmetric(eigenvalues, 5);
  const search = { count: 1, tolerance: 1e-3, maxProducts: 300 };
  const far = lanczos({ size: 300, times }, { ...search, start: normals(300, 9) });
  assert.ok(far.converged && far.products < 40, `${far.products}`);
  assert.ok(Math.abs(far.pairs[0].value - 1) <= far.pairs[0].residual);
  const near = lanczos({ size: 300, times }, { ...search, start: far.pairs[0].vector });
  assert.ok(near.products < far.products);
  const short = lanczos(
    { size: 300, times },
    { ...search, start: normals(300, 9), maxProducts: 3 },
  );
  assert.equal(short.products, 3);
  assert.equal(short.converged, false);
});

test("a tridiagonal matrix with known eigenvalues: 2 − 2 cos(kπ/(m + 1))", () => {
  const m = 50;
  const { values, vectors } = tridiagonalEigen(
    new Float64Array(m).fill(2),
    new Float64Array(m - 1).fill(-1),
  );
  values.forEach((value, i) => {
    const expected = 2 - 2 * Math.cos(((m - i) * Math.PI) / (m + 1));
    assert.ok(Math.abs(value - expected) < 1e-12);
    const v = vectors[i];
    const image = v.map((x, k) => 2 * x - (v[k - 1] ?? 0) - (v[k + 1] ?? 0));
    assert.ok(Math.hypot(...image.map((x, k) => x - value * v[k])) < 1e-12);
  });
});
