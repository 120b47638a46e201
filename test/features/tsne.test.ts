import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Dataset, loadDigits, pca, Rng, take, tsne } from "batchwise";
import { affinities, withPerplexity } from "batchwise/dist/features/tsne/affinities.js";
import { MapDivergence } from "batchwise/dist/features/tsne/mapDivergence.js";
import { repulsionOfCells, repulsionOfPairs } from "batchwise/dist/features/tsne/repulsion.js";
import { trustworthiness } from "batchwise/features";

const digits = loadDigits();
const first = (n: number): Dataset =>
  take(
    digits,
    Array.from({ length: n }, (_, i) => i),
  );
type Map = Record<"trustworthiness5" | "trustworthiness30" | "divergence", number>;
const expected: Record<"barnesHut" | "barnesHutRandom" | "barnesHutRandom1" | "exact500", Map> &
  Record<"flat5" | "flat30", number> = JSON.parse(
  readFileSync("test/fixtures/features/tsne.json", "utf8"),
);
const near = (a: number, b: number, by: number): void =>
  assert.ok(Math.abs(a - b) <= by, `${a} against ${b}`);
const scattered = (n: number, size: number): Float64Array => {
  const rng = Rng.fromSeed(n);
  return Float64Array.from({ length: 2 * n }, () => size * rng.normal());
};

test("trustworthiness is scikit-learn's, 1 for the data themselves, and about a half for noise", () => {
  const flat = pca({ components: 2 }).fit(digits).transform(digits).x;
  near(trustworthiness(digits, flat), expected.flat5, 1e-5); // equal distances are ranked in another order
  near(trustworthiness(digits, flat, { neighbors: 30 }), expected.flat30, 1e-5);
  const few = first(300);
  assert.equal(trustworthiness(few, few.x), 1);
  near(trustworthiness(few, scattered(300, 1)), 0.5, 0.05);
});

test("the digits' map is no less trustworthy than scikit-learn's, and its divergence no larger", async () => {
  const { points, divergence } = await tsne(digits);
  const theirs = [expected.barnesHut, expected.barnesHutRandom, expected.barnesHutRandom1];
  // Another start, if only by rounding, ends in another map: what starts alone do to theirs is chance.
  const least = (key: keyof Map): number => {
    const values = theirs.map((map) => map[key]);
    return 2 * Math.min(...values) - Math.max(...values);
  };
  const t5 = trustworthiness(digits, points);
  const t30 = trustworthiness(digits, points, { neighbors: 30 });
  assert.ok(t5 >= least("trustworthiness5"), `${t5} against ${least("trustworthiness5")}`);
  assert.ok(t30 >= least("trustworthiness30"), `${t30} against ${least("trustworthiness30")}`);
  assert.ok(divergence <= 1.02 * Math.max(...theirs.map((map) => map.divergence)), `${divergence}`);
});

test("the exact map of few digits is as trustworthy as scikit-learn's, and ends where it does", async () => {
  const data = first(500);
  const { points, divergence } = await tsne(data);
  const t5 = trustworthiness(data, points);
  assert.ok(t5 >= expected.exact500.trustworthiness5, `${t5}`);
  near(divergence, expected.exact500.divergence, 0.01);
});

test("the gradient is that of the divergence, by finite differences", () => {
  const n = 40;
  const map = new MapDivergence(
    affinities(first(n), { perplexity: 5, neighbors: n - 1 }),
    repulsionOfPairs,
    n,
  );
  const points = scattered(n, 2);
  const gradient = map.gradient(points).slice();
  const step = 1e-6;
  for (let k = 0; k < 2 * n; k += 7) {
    const at = (by: number): number => map.value(points.map((v, l) => (l === k ? v + by : v)));
    near(gradient[k], (at(step) - at(-step)) / (2 * step), 1e-8);
  }
});

test("affinities are a symmetric distribution with the wanted perplexity", () => {
  const distances = Float64Array.from({ length: 80 }, (_, i) => 1e6 + i * i);
  for (const perplexity of [2, 10, 60]) {
    const p = withPerplexity(distances, perplexity);
    const entropy = -p.reduce((sum, v) => sum + (v > 0 ? v * Math.log(v) : 0), 0);
    near(Math.exp(entropy), perplexity, perplexity * 2e-5);
  }
  const { from, to, p } = affinities(first(120), { perplexity: 10, neighbors: 31 });
  near(
    p.reduce((sum, v) => sum + v, 0),
    0.5,
    1e-12,
  );
  assert.ok(from.every((i, k) => i < to[k]));
  assert.equal(new Set(from.map((i, k) => 1000 * i + to[k])).size, p.length);
});

test("far cells stand for their points: no angle is exact, a wider one nearly", () => {
  const n = 600;
  for (const points of [scattered(n, 5), scattered(n, 1e-4), withTwins(scattered(n, 3))]) {
    const exact = new Float64Array(2 * n);
    const z = repulsionOfPairs(points, exact);
    const size = Math.hypot(...exact);
    for (const [angle, error] of [
      [0, 1e-12],
      [0.2, 0.005],
      [0.5, 0.04],
    ]) {
      const force = new Float64Array(2 * n);
      near(repulsionOfCells(n, angle)(points, force) / z, 1, error);
      const off = Math.hypot(...force.map((v, k) => v - exact[k]));
      assert.ok(off <= error * size + 1e-300, `${off} of ${size} at ${angle}`);
    }
  }
});

/** The second half of the points at the same places as the first. */
function withTwins(points: Float64Array): Float64Array {
  points.copyWithin(points.length / 2, 0, points.length / 2);
  return points;
}

test("groups that are far apart stay apart, and a map is decided by its data and its start", async () => {
  const rng = Rng.fromSeed(1);
  const n = 120;
  const data: Dataset = {
    x: Float32Array.from(
      { length: 5 * n },
      (_, k) => rng.normal() + 20 * (Math.floor(k / 5) % 3) * (k % 5 === 0 ? 1 : 0),
    ),
    y: Int32Array.from({ length: n }, (_, i) => i % 3),
    n,
    shape: [5],
    classes: ["a", "b", "c"],
  };
  const options = { perplexity: 10, iterations: 300, method: "barnesHut" } as const;
  const a = await tsne(data, options);
  assert.deepEqual((await tsne(data, options)).points, a.points);
  const other = await tsne(data, { ...options, start: Rng.fromSeed(2) });
  assert.notDeepEqual(other.points, a.points);
  for (const { points } of [a, other])
    for (let i = 0; i < n; i++) {
      const distance = (j: number): number =>
        j === i
          ? Infinity
          : Math.hypot(points[2 * i] - points[2 * j], points[2 * i + 1] - points[2 * j + 1]);
      const nearest = Array.from({ length: n }, (_, j) => j).reduce((p, q) =>
        distance(q) < distance(p) ? q : p,
      );
      assert.equal(data.y[nearest], data.y[i]);
    }
});

test("t-SNE reports progress, stops at its signal, and refuses what it cannot do", async () => {
  const seen: string[] = [];
  const controller = new AbortController();
  const onProgress = ({ done, total }: { done: number; total: number }): void => {
    seen.push(`${done}/${total}`);
    if (done === 40) controller.abort(new Error("enough"));
  };
  await assert.rejects(tsne(first(100), { signal: controller.signal, onProgress }), /enough/);
  assert.deepEqual(seen, ["20/1000", "40/1000"]);
  await assert.rejects(
    tsne(first(50), { perplexity: 30 }),
    /tsne: perplexity must be less than n \/ 3 = 16\.6.*, got 30/,
  );
  await assert.rejects(
    tsne(first(200), { iterations: 0 }),
    /tsne: iterations must be a positive integer/,
  );
  await assert.rejects(tsne(first(200), { angle: 2 }), /tsne: angle must be a number from 0 to 1/);
  assert.throws(
    () => trustworthiness(first(10), new Float64Array(20)),
    /neighbors must be less than n \/ 2 = 5, got 5/,
  );
  assert.throws(
    () => trustworthiness(first(20), new Float64Array(30)),
    /points must hold n × columns values/,
  );
});
